import { describe, expect, it } from 'vitest';
import type { EventResource } from '../../../families/call-event/event-resource.ts';
import { type ApiClient, ApiTrouble } from '../../../web/api-client.ts';
import { createSurveyor } from '../../../web/events/survey.ts';
import { apiEvent, at, START_MS } from '../api-events.ts';

const NEVER = new AbortController().signal;
const NOW_MS = START_MS + 60_000;

/** Answers by level; `asked` are the questions. */
function apiOf(answers: { ERROR?: EventResource[]; WARNING?: EventResource[] | Error }, firstIsEmpty = false) {
  const asked: URLSearchParams[] = [];
  const client: ApiClient = {
    async readPage(path) {
      const parameters = new URLSearchParams(path.slice(path.indexOf('?')));
      asked.push(parameters);
      if (firstIsEmpty && !parameters.has('PageToken')) return { events: [], next: `${path}&PageToken=1` };
      const answer = answers[parameters.get('Level') === 'WARNING' ? 'WARNING' : 'ERROR'] ?? [];
      if (answer instanceof Error) throw answer;
      return { events: answer, next: null };
    },
  };
  return { client, asked };
}

describe('a survey', () => {
  it('tells when the latest error or warning of any call happened, also behind an empty page', async () => {
    for (const firstIsEmpty of [false, true]) {
      const { client } = apiOf({ ERROR: [apiEvent(at(5))], WARNING: [apiEvent(at(9)), apiEvent(at(1))] }, firstIsEmpty);
      expect(await createSurveyor({ client, now: () => NOW_MS }).survey(NEVER)).toEqual({
        levels: ['ERROR', 'WARNING'],
        latestMs: START_MS + 9,
        isWhole: true,
      });
    }
  });

  it('says that there is nothing, and of which levels', async () => {
    const { client } = apiOf({ WARNING: new ApiTrouble('refused', 'not indexed') });
    const surveyor = createSurveyor({ client, now: () => NOW_MS });
    expect(await surveyor.survey(NEVER)).toEqual({ levels: ['ERROR'], latestMs: undefined, isWhole: true });
  });

  it('goes by no event of a clock that runs ahead, and says that it found none where those are all it saw', async () => {
    const ahead = apiEvent(at(3 * 60 * 60_000));
    const behind = apiOf({ ERROR: [ahead, ahead, apiEvent(at(5))] });
    expect(await createSurveyor({ client: behind.client, now: () => NOW_MS }).survey(NEVER)).toMatchObject({
      latestMs: START_MS + 5,
    });

    let nowMs = NOW_MS;
    let events = [apiEvent(at(7))];
    const endless: ApiClient = { readPage: async (path) => ({ events, next: path }) };
    const surveyor = createSurveyor({ client: endless, now: () => nowMs });
    expect(await surveyor.survey(NEVER)).toMatchObject({ latestMs: START_MS + 7 });
    events = [ahead];
    nowMs += 60_000;
    expect(await surveyor.survey(NEVER)).toMatchObject({ latestMs: START_MS + 7, isWhole: false });
    expect(await createSurveyor({ client: endless, now: () => nowMs }).survey(NEVER)).toMatchObject({
      latestMs: undefined,
      isWhole: false,
    });
  });

  it('asks once a minute, not for what a clock that runs ahead says, and no more for what is refused', async () => {
    const { client, asked } = apiOf({ WARNING: new ApiTrouble('refused', 'not indexed') });
    let nowMs = NOW_MS;
    const surveyor = createSurveyor({ client, now: () => nowMs });
    await surveyor.survey(NEVER);
    nowMs += 59_000;
    await surveyor.survey(NEVER);
    expect(asked.map((parameters) => parameters.get('EndTime'))).toEqual(Array(2).fill('2026-11-20T12:01:00.000Z'));
    nowMs += 1_000;
    await surveyor.survey(NEVER);
    expect(asked).toHaveLength(3);
  });

  it('knows the names, groups and codes of all that was read, of no length that nobody types', async () => {
    const error = { code: 31005 };
    const { client } = apiOf({ ERROR: [apiEvent({ group: 'b', name: 'high-jitter', sdk_edge: { error } })] });
    const surveyor = createSurveyor({ client, now: () => NOW_MS });
    await surveyor.survey(NEVER);
    surveyor.note([apiEvent({ group: 'a', name: 'x'.repeat(5_000) }), apiEvent({ group: null, name: '' })]);
    expect(surveyor.values()).toMatchObject({ groups: ['a', 'b'], names: ['high-jitter'], codes: ['31005'] });
    expect(surveyor.values()).toBe(surveyor.values());
  });

  it('passes on any other trouble, and then asks again', async () => {
    let isDown = true;
    const { client } = apiOf({ ERROR: [apiEvent(at(5))] });
    const failing: ApiClient = {
      readPage: (path, signal) =>
        isDown ? Promise.reject(new ApiTrouble('failed', 'no')) : client.readPage(path, signal),
    };
    const surveyor = createSurveyor({ client: failing, now: () => NOW_MS });
    await expect(surveyor.survey(NEVER)).rejects.toMatchObject({ kind: 'failed' });
    isDown = false;
    expect(await surveyor.survey(NEVER)).toMatchObject({ latestMs: START_MS + 5 });
  });
});
