import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordText } from '../../../lambda/quarantine/quarantine.ts';
import { type AuditEvent, auditEvent, newRun, toCloudEvent } from '../../../operations/audit/audit-run.ts';
import { createKeptEvents } from '../../../operations/audit/kept-events.ts';
import { createFileSetAside } from '../../../operations/set-aside/file-set-aside.ts';
import type { SetAside } from '../../../operations/set-aside/set-aside.ts';
import { ARRIVAL_MS, cloudEvent, kinesisRecords } from '../../../samples/builders.ts';
import { GIVEN_UP_KEY, givenUp, quarantined } from '../set-aside/kept.ts';

const RUN = newRun(100, () => 0.5);
const OTHER_RUN = newRun(100, () => 0.25);
const TODAY = 'quarantine/2026/11/20';

let directory: string;
let setAside: SetAside;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
  setAside = createFileSetAside({ directory });
});
afterEach(() => rm(directory, { recursive: true }));

const wire = (event: AuditEvent) => toCloudEvent(event, '2026-11-20T12:00:00.000Z');
const record = (event: AuditEvent) => recordText(quarantined(1, wire(event)));
const event = (number: number) => auditEvent(RUN, number);

it('finds the events of the run in what was quarantined and given up since, alone or in lists', async () => {
  const kept = createKeptEvents(setAside, RUN, ARRIVAL_MS);
  await kept.passOver();
  await setAside.put(`${TODAY}/a.json`, record(event(1)));
  await setAside.put('quarantine/a-file.json', recordText(quarantined(2, [wire(event(2)), cloudEvent(), 'bad'])));
  await kept.look();
  expect([...kept.found.keys()].sort()).toEqual([event(1).id, event(2).id]);
  await setAside.put(GIVEN_UP_KEY, givenUp(kinesisRecords([cloudEvent(), wire(event(3)), wire(event(4))])));
  await setAside.put(`${TODAY}/b.json`, record(auditEvent(OTHER_RUN, 1)));
  await setAside.put(`${TODAY}/c.json`, 'not JSON');
  await kept.look();
  expect(kept.found.size).toBe(4);
  expect(kept.found.get(event(4).id)).toBe('given-up');
});

it('reads nothing of before, and nothing twice', async () => {
  const read: string[] = [];
  const listed: (string | undefined)[] = [];
  const watched: SetAside = {
    ...setAside,
    keys(prefix, after) {
      listed.push(after);
      return setAside.keys(prefix, after);
    },
    get(key) {
      read.push(key);
      return setAside.get(key);
    },
  };
  for (const key of ['quarantine/2026/11/18/a.json', `${TODAY}/before.json`, GIVEN_UP_KEY]) await setAside.put(key, '');
  const kept = createKeptEvents(watched, RUN, ARRIVAL_MS);
  await kept.passOver();
  await setAside.put(`${TODAY}/a.json`, record(event(1)));
  await kept.look();
  await setAside.put(`${TODAY}/b.json`, record(event(2)));
  await kept.look();
  expect(read).toEqual([`${TODAY}/a.json`, `${TODAY}/b.json`]);
  expect(new Set(listed)).toEqual(new Set([TODAY, undefined]));
});

it('looks into the day before as well where the day is young: the clock of the stream may be behind', async () => {
  const kept = createKeptEvents(setAside, RUN, Date.parse('2026-11-21T00:10:00Z'));
  await kept.passOver();
  await setAside.put(`${TODAY}/a.json`, record(event(1)));
  await kept.look();
  expect(kept.found.size).toBe(1);
});
