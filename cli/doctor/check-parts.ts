import { printable } from '../../shared/printable.ts';
import { LEVEL_INDEX, TABLE_KEYS } from '../../shared/table.ts';
import type { Cures } from '../cures.ts';
import { type Check, ok, wrong } from './checks.ts';

/** Keys by what they are for: `HASH`, `RANGE`. */
type Keys = Readonly<Record<string, string>>;

export interface TableFact {
  status: string;
  keys: Keys;
  indexes: readonly { name: string; status: string; keys: Keys }[];
}

/** An index is written to while it is changed; a table is too. */
const WORKING = ['ACTIVE', 'UPDATING'];
const RESTORE = 'see "Restore" in docs/runbook.md';

/** @param fact undefined where there is no such table */
export function checkTable(tableName: string, fact: TableFact | undefined, { deploy }: Pick<Cures, 'deploy'>): Check {
  const name = 'table';
  if (fact === undefined)
    return wrong(name, `${tableName} is gone`, `for its rows, ${RESTORE}; without them, ${deploy}`);
  if (!WORKING.includes(fact.status)) return wrong(name, `${tableName} is ${fact.status}`, RESTORE);
  const { partitionKey, sortKey } = TABLE_KEYS;
  if (fact.keys.HASH !== partitionKey || fact.keys.RANGE !== sortKey) {
    const says = `${tableName} has the keys ${keysText(fact.keys)}, not ${partitionKey} and ${sortKey}`;
    return wrong(name, says, 'no row can be written: name a table with these keys, or none, and deploy');
  }
  const index = fact.indexes.find((one) => one.name === LEVEL_INDEX.name);
  if (index === undefined) return wrong(name, `${tableName} has no index ${LEVEL_INDEX.name}`, deploy);
  if (!WORKING.includes(index.status)) {
    return wrong(
      name,
      `index ${index.name} is ${index.status}`,
      'errors across calls are not all there until it is ACTIVE',
    );
  }
  if (index.keys.HASH !== LEVEL_INDEX.partitionKey || index.keys.RANGE !== LEVEL_INDEX.sortKey) {
    const says = `index ${index.name} has the keys ${keysText(index.keys)}, not ${LEVEL_INDEX.partitionKey} and ${LEVEL_INDEX.sortKey}`;
    return wrong(name, says, `delete the index, then ${deploy}`);
  }
  return ok(name, fact.status.toLowerCase());
}

function keysText(keys: Keys): string {
  return Object.values(keys).join(' and ') || 'of nothing';
}

export interface FunctionFact {
  state: string;
  lastUpdateStatus: string;
  /** Undefined where none is reserved. */
  reservedConcurrency?: number;
}

export function checkFunction(
  functionName: string,
  { state, lastUpdateStatus, reservedConcurrency }: FunctionFact,
  { deploy, freeConcurrency }: Pick<Cures, 'deploy' | 'freeConcurrency'>,
): Check {
  const name = 'function';
  if (reservedConcurrency === 0) {
    return wrong(name, 'its reserved concurrency is 0: records wait on the stream', freeConcurrency(functionName));
  }
  // An inactive one wakes up when it is called.
  if (state === 'Failed') return wrong(name, `${functionName} is ${state}`, deploy);
  if (lastUpdateStatus === 'Failed') return wrong(name, `the last update of ${functionName} failed`, deploy);
  return ok(name, state.toLowerCase());
}

export interface AlarmFact {
  alarmName: string;
  /** `<what it means> See <where the runbook tells more>` */
  description: string;
  since?: Date;
}

/** @param alarms those of the stack that are on */
export function checkAlarms(alarms: readonly AlarmFact[]): Check[] {
  const name = 'alarm';
  if (alarms.length === 0) return [ok('alarms', 'none is on')];
  return alarms.map(({ alarmName, description, since }) => {
    const [, meaning = description, section] = /^(.*?)\s*See (\S+)$/s.exec(description) ?? [];
    const from = since === undefined ? '' : ` since ${since.toISOString()}`;
    return wrong(
      name,
      printable(`${alarmName} is on${from}: ${meaning}`),
      `see ${printable(section ?? 'docs/runbook.md')}`,
    );
  });
}

/** What went wrong in the last day, by how often and when last; epoch ms. */
export interface TroubleFact {
  count: number;
  lastMs: number;
}

/** Trouble that is counted, in the order of the way. `lasting`: it does not end by itself. */
const TROUBLES = {
  streamThrottles: { says: 'records that the stream refused', section: 'Stream write throttled' },
  ingestThrottles: { says: 'calls of ingest that Lambda had no room for', section: 'Ingest throttles' },
  ingestErrors: { says: 'calls of ingest that failed', section: 'Ingest errors' },
  tableThrottles: { says: 'writes that the table throttled', section: 'Table throttled' },
  indexThrottles: { says: 'writes that the index of levels throttled', section: 'Index throttled' },
  dropped: { says: 'records that Lambda dropped', section: 'Events dropped', lasting: true },
  notKept: { says: 'records given up that could not be put into the bucket', section: 'Events dropped', lasting: true },
} as const;

export type TroubleName = keyof typeof TROUBLES;

/** Trouble of the last hour is wrong, and what was before it is news; what is lost stays wrong for the day. */
export function checkTroubles(facts: Readonly<Record<TroubleName, TroubleFact>>, nowMs: number): Check[] {
  const checks = (Object.keys(TROUBLES) as TroubleName[]).flatMap((trouble): Check[] => {
    const { count, lastMs } = facts[trouble];
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
  return checks.length > 0 ? checks : [ok('trouble', 'nothing throttled, failed or dropped in the last 24 hours')];
}

const LATELY_MS = 3_600_000;

/** @param count of events in the last day that were filed under an older one, which their time says */
export function checkBehind(count: number, { command }: Pick<Cures, 'command'>): Check {
  const name = 'older days';
  if (count === 0) return ok(name, 'no event of the last 24 hours was filed under an older day');
  return {
    name,
    state: 'news',
    says: `${count} events of the last 24 hours were filed under older days: their time is that old`,
    cure: `late delivery, or a clock that is behind; they are in ${command('errors --since 30d')}`,
  };
}
