import type { Cures } from '../cures.ts';
import type { AwsCheck } from './at-aws.ts';
import { type Check, ok, wrong } from './check.ts';
import { checkTroubles } from './check-troubles.ts';
import { type TrafficFact, trafficOf } from './traffic.ts';

/** What came through in the last day, and what went wrong with it: one request for all of it. */
export const trafficCheck: AwsCheck = {
  name: 'traffic',
  async look({ clients: { cloudWatch }, asked: { stack }, outputs, cures, nowMs, mapping, callsWereMade }) {
    // Without one, of the mapping nothing is counted.
    const mappingUuid = (await mapping.catch(() => undefined))?.uuid;
    const fact = await trafficOf(cloudWatch, { stack, outputs, mappingUuid }, nowMs);
    return [
      ...checkTraffic(fact, { nowMs, callsWereMade: isSilent(fact) && (await callsWereMade()) }),
      checkBehind(fact.eventsBehind, cures),
      ...checkTroubles(fact.troubles, nowMs),
    ];
  },
};

const MAX_ITERATOR_AGE_MS = 5 * 60_000;
/** A period, what ingest may take, and what metrics may be late. */
const MAX_UNREAD_MS = 20 * 60_000;

/** Whether nothing became a row in a day: a quiet one, or all that came was lost. */
function isSilent({ lastStoredMs = 0 }: TrafficFact): boolean {
  return lastStoredMs === 0;
}

/** @param callsWereMade that should have had events by now, as far as Twilio says */
export function checkTraffic(
  { incoming, iteratorAgeMs, lastIngestMs = 0, lastStoredMs = 0, lastOf }: TrafficFact,
  { nowMs, callsWereMade }: { nowMs: number; callsWereMade: boolean },
): Check[] {
  const count = incoming.reduce((sum, period) => sum + period.count, 0);
  const silence = (name: string, says: string): Check =>
    callsWereMade
      ? wrong(name, `${says}, although calls were made`, 'see "No records" in docs/runbook.md, and the other checks')
      : { name, state: 'news', says, cure: MAKE_A_CALL };
  const ago = (ms: number) => (ms === 0 ? 'none in the last 24 hours' : `${minutes(nowMs - ms)} min ago`);
  // Lambda measures no age while it does not call the function: only what came since says that records wait.
  const unread = incoming.filter((period) => period.count > 0 && period.atMs > lastIngestMs);
  const unreadMs = nowMs - Math.min(...unread.map(({ atMs }) => atMs));
  // Not everybody subscribes to the others, and not every account has conferences.
  const others = Object.entries(lastOf ?? {}).flatMap(([kind, ms]) =>
    ms > 0 || kind === 'summary' ? `${kind} ${ago(ms)}` : [],
  );
  return [
    count > 0
      ? ok('arrivals', `${count} records in the last 24 hours`)
      : silence('arrivals', 'no record arrived in the last 24 hours'),
    iteratorAge(iteratorAgeMs),
    unreadMs > MAX_UNREAD_MS
      ? wrong(
          'last ingest',
          `${ago(lastIngestMs)}, and records arrived ${minutes(unreadMs)} min ago`,
          'see "Ingest stopped" in docs/runbook.md',
        )
      : ok('last ingest', ago(lastIngestMs)),
    count > 0 && lastStoredMs === 0
      ? silence('last call event', 'none in the last 24 hours, but records arrived: test events, or unreadable ones')
      : ok('last call event', [ago(lastStoredMs), ...others].join('; ')),
  ];
}

const MAKE_A_CALL =
  'correct if no one called; else make a call with Advanced Features on: events come about 90 s later';

function iteratorAge(ageMs: number | undefined): Check {
  const name = 'iterator age';
  if (ageMs === undefined) return ok(name, 'not measured: ingest got no records lately');
  if (ageMs <= MAX_ITERATOR_AGE_MS) return ok(name, `${Math.round(ageMs / 1000)} s`);
  return wrong(name, `records wait ${minutes(ageMs)} min`, 'see "Iterator age" in docs/runbook.md');
}
function minutes(ms: number): number {
  return Math.max(0, Math.round(ms / 60_000));
}

/** @param count of events in the last day that were filed under an older one, which their time says */
function checkBehind(count: number, { command }: Pick<Cures, 'command'>): Check {
  const name = 'older days';
  if (count === 0) return ok(name, 'no event of the last 24 hours was filed under an older day');
  return {
    name,
    state: 'news',
    says: `${count} events of the last 24 hours were filed under older days: their time is that old`,
    cure: `late delivery, or a clock that is behind: see "Events of an older day" in docs/runbook.md; the errors among them: ${command('errors --since 30d')}`,
  };
}
