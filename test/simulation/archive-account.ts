import type { ArchiveRow } from '../../families/archive/column.ts';
import { rankOf } from '../../families/call-summary/rank.ts';
import type { PlacedRecord } from './simulated-stream.ts';

/** What must hold in every scenario of the archive. */
export const ARCHIVE_PROPERTIES = {
  archived: 'every readable event is in the archive, or its record is still owed',
  once: 'after the last merge an event is there once, and of a summary the greatest version, once',
  forgotten: 'a call that was forgotten never comes back',
  immutable: 'an object of level 0 never changes',
  end: 'in the end every record is archived, every call forgotten that was to be, and every day merged',
} as const;
export type ArchiveProperty = keyof typeof ARCHIVE_PROPERTIES;

export interface ArchiveViolation {
  property: ArchiveProperty;
  detail: string;
}

/** A row as it is known by: the event, or the call of a summary. */
interface Known {
  key: string;
  callSid: string;
  rank: string;
}

/** Watches a simulation of the archive. @param rowsOf all rows that are there now */
export function createArchiveAccount(rowsOf: () => Iterable<ArchiveRow>) {
  const violations: ArchiveViolation[] = [];
  const owed = new Map<string, Known>();
  const begunToForget = new Set<string>();
  const forgotten = new Set<string>();
  const report = (property: ArchiveProperty, detail: string) => void violations.push({ property, detail });
  const known = (row: ArchiveRow): Known => {
    const callSid = String(row.call_sid);
    const rank = typeof row.rank === 'string' ? row.rank : '';
    return { key: rank === '' ? `${callSid} ${row.event_id}` : callSid, callSid, rank };
  };

  /** The greatest version of each key that is there, and how often a row of the key is. */
  function present(): Map<string, { rank: string; count: number }> {
    const found = new Map<string, { rank: string; count: number }>();
    for (const row of rowsOf()) {
      const { key, rank } = known(row);
      const { rank: other = '', count = 0 } = found.get(key) ?? {};
      found.set(key, { rank: rank > other ? rank : other, count: count + 1 });
    }
    return found;
  }

  function checkArchived(): void {
    const there = present();
    for (const { key, callSid, rank } of owed.values()) {
      if (begunToForget.has(callSid)) continue;
      const found = there.get(key);
      if (found === undefined || found.rank < rank) report('archived', `${key} ${rank}`);
    }
  }

  function checkForgotten(): void {
    for (const row of rowsOf()) if (forgotten.has(String(row.call_sid))) report('forgotten', known(row).key);
  }

  return {
    violations,
    report,
    checkArchived,
    checkForgotten,
    /** From now on what a record says must be in the archive. */
    acknowledged(record: PlacedRecord): void {
      for (const one of knownIn(record)) {
        const before = owed.get(one.key);
        if (before === undefined || before.rank < one.rank) owed.set(one.key, one);
      }
    },
    /** From now on rows of a call may be there or not. */
    beginsToForget: (callSid: string) => void begunToForget.add(callSid),
    forgot(callSid: string): void {
      forgotten.add(callSid);
      checkForgotten();
    },
    close(): void {
      checkArchived();
      checkForgotten();
      for (const [key, { rank, count }] of present()) {
        const one = owed.get(key);
        if (count !== 1) report('once', `${key} is there ${count} times`);
        else if (one === undefined || rank !== one.rank) report('once', `${key} is ${rank}, not ${one?.rank}`);
      }
    },
  };
}

/** The rows that a record has to be in the archive. */
export function knownIn({ kinesis }: Pick<PlacedRecord, 'kinesis'>): Known[] {
  const event = JSON.parse(Buffer.from(kinesis.kinesis.data, 'base64').toString());
  const callSid: string = event.data.call_sid;
  const isSummary = event.type.includes('call-summary');
  return [
    isSummary ? { key: callSid, callSid, rank: rankOf(event) } : { key: `${callSid} ${event.id}`, callSid, rank: '' },
  ];
}
