import { type Check, ok } from './check.ts';

/** What went wrong in the last day, by how often and when last; epoch ms. */
export interface TroubleFact {
  count: number;
  lastMs: number;
}

/** Trouble that is counted, in the order of the way. `lasting`: it does not end by itself. */
const TROUBLES = {
  streamThrottles: { says: 'records that the stream refused', section: 'Stream write throttled' },
  ingestThrottles: { says: 'calls of ingest that Lambda throttled', section: 'Ingest throttles' },
  ingestErrors: { says: 'calls of ingest that failed', section: 'Ingest errors' },
  tableThrottles: { says: 'writes that the table throttled', section: 'Table throttled' },
  indexThrottles: { says: 'writes that the index by level throttled', section: 'Index throttled' },
  insightsThrottles: { says: 'writes that the table of summaries throttled', section: 'Table throttled' },
  callIndexThrottles: { says: 'writes that the index of calls throttled', section: 'Index throttled' },
  dropped: { says: 'records that Lambda dropped', section: 'Events dropped', lasting: true },
  notKept: { says: 'abandoned records that the bucket did not take', section: 'Events dropped', lasting: true },
} as const;

export type TroubleName = keyof typeof TROUBLES;

/** What was looked at, by name. */
export type TroubleFacts = Readonly<Partial<Record<TroubleName, TroubleFact>>>;

/** Trouble of the last hour is wrong, and what was before it is news; what is lost stays wrong for the day. */
export function checkTroubles(facts: TroubleFacts, nowMs: number): Check[] {
  const checks = (Object.keys(TROUBLES) as TroubleName[]).flatMap((trouble): Check[] => {
    const { count, lastMs } = facts[trouble] ?? NONE;
    if (count === 0) return [];
    const { says, section, ...rest } = TROUBLES[trouble];
    const isOn = 'lasting' in rest || nowMs - lastMs <= LATELY_MS;
    return [
      {
        name: 'trouble',
        state: isOn ? 'wrong' : 'news',
        says: `${count} ${says} in the last 24 hours, the last ${Math.max(0, Math.round((nowMs - lastMs) / 60_000))} min ago`,
        cure: `see "${section}" in docs/runbook.md`,
      },
    ];
  });
  if (checks.length > 0) return checks;
  const what = facts.dropped === undefined ? 'throttled or failed' : 'throttled, failed or dropped';
  return [ok('trouble', `nothing ${what} in the last 24 hours`)];
}

const NONE: TroubleFact = { count: 0, lastMs: 0 };
const LATELY_MS = 3_600_000;
