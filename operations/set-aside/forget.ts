import type { ArchivedRows, ArchiveEraser } from '../archive/archive-eraser.ts';
import type { CallsOfParties } from '../calls-of-parties.ts';
import { type Leads, MAX_CALLS_AT_ONCE, type RowCount, type RowEraser } from '../row-eraser.ts';
import { eachObject, keysOf, type Place, type Unread } from './each-object.ts';
import { type Meant, namesAnyOf } from './is-named.ts';
import { objectWithout } from './object-without.ts';
import type { SetAside } from './set-aside.ts';

export interface ForgetOptions {
  setAside: SetAside;
  eraser: RowEraser;
  /** Undefined where no archive is kept. */
  archive?: ArchiveEraser;
  /** False deletes nothing and says what would go. */
  execute: boolean;
  onStart?: (total: number) => void;
  onProgress?: (done: number) => void;
}

export interface ForgetReport {
  /** Of the table of call events. */
  rows: number;
  /** Summaries and annotations, of the table of call insights. */
  insights: number;
  /** Samples, of the same table. */
  metrics: number;
  /** Of the same table, rows of conferences and of participants. */
  conferences: number;
  /** Of the same table, rows that only lead to calls. */
  pointers: number;
  /** Rows of the archive; undefined where none is kept. */
  archived?: number;
  /** Records, or events of a type that is not understood, by where they were kept. */
  kept: Record<Place, number>;
  /** Objects of which it cannot be told whether they name the call, or some of their records do; those stay. */
  unread: Unread[];
}

const NO_PARTIES: ReadonlySet<string> = new Set();
const STAY: Leads = { stay: true };

/**
 * Deletes whatever is kept of a call: its rows, and every record set aside that names it. An object that holds records
 * of other calls too is written again without this one's. What is set aside goes first: a row that is gone must not come
 * back with a redrive. So it can be stopped anywhere and run again.
 */
export async function forget(callSid: string, options: ForgetOptions): Promise<ForgetReport> {
  return forgetAll({ callSids: new Set([callSid]), parties: NO_PARTIES }, options);
}

/**
 * Deletes whatever is kept of a conference: all that is filed under its SID, such as its summary and its participants, what
 * leads to these, and every record set aside that names it. The calls of its participants stay.
 */
export async function forgetConference(conferenceSid: string, options: ForgetOptions): Promise<ForgetReport> {
  const { eraser, execute } = options;
  const conferenceSids = new Set([conferenceSid]);
  const report = await forgetAll({ callSids: new Set(), parties: NO_PARTIES, conferenceSids }, options);
  const { events: rows, ...others } = await (execute
    ? eraser.eraseConference(conferenceSid)
    : eraser.countConference(conferenceSid));
  return { ...report, rows, ...others };
}

/** Calls of numbers, clients and SIP addresses. */
export interface FoundCalls {
  ofRows: CallsOfParties;
  setAside: ReadonlySet<string>;
  /** Those that the archive names. */
  archived: ReadonlySet<string>;
}

/**
 * Finds calls that rows lead to, calls that a row of their own names a party for, there or in the archive, and calls whose
 * summary is set aside. It reads the whole table, so that is done once: before they are counted, and not again before they are deleted.
 */
export async function findCalls(parties: ReadonlySet<string>, options: ForgetOptions): Promise<FoundCalls> {
  const setAside = await callsSetAside(parties, options);
  const archived = (await options.archive?.callsOf(parties, barOf(options))) ?? new Set<string>();
  const others = new Set([...setAside, ...archived]);
  return { ofRows: await options.eraser.find(parties, others), setAside, archived };
}

export interface PartiesReport extends ForgetReport {
  calls: number;
  /** SIDs of conferences whose summary names a party: they are of others too, and stay. */
  conferencesLeft: readonly string[];
}

/**
 * The same as `forget` for all calls of numbers, clients and SIP addresses, and for records that name those. What leads
 * to the calls from elsewhere goes first, and what leads to them from the parties last.
 */
export async function forgetParties(
  parties: ReadonlySet<string>,
  options: ForgetOptions & { found: FoundCalls },
): Promise<PartiesReport> {
  const { eraser, execute, found } = options;
  const { callSids: ofRows, pointers } = found.ofRows;
  const others = new Set([...found.setAside, ...found.archived]);
  const callSids = new Set([...ofRows, ...others]);
  const { participants } = found.ofRows;
  if (execute) await eraser.erasePointers(pointers);
  if (execute) await eraser.eraseParticipants(participants);
  // Nothing else than what is set aside or archived says whose these are, so it stays until their rows are gone.
  const first = await rowsOf(execute ? [...others].filter((sid) => !ofRows.has(sid)) : [], STAY, options);
  const report = await forgetAll({ callSids, parties }, options, STAY);
  report.pointers += pointers.length + first.pointers;
  for (const party of parties) {
    report.pointers += await (execute ? eraser.erasePointersOf(party) : eraser.countPointersOf(party));
  }
  return {
    calls: callSids.size,
    conferencesLeft: found.ofRows.conferenceSids,
    ...report,
    rows: report.rows + first.events,
    insights: report.insights + first.insights,
    metrics: report.metrics + first.metrics,
    conferences: report.conferences + first.conferences + participants.length,
  };
}

/**
 * Forgets the first of some calls of which anything is kept, else the last: people paste a SID in quotes or as a link,
 * and a SID may look like that as well.
 */
export async function forgetMeant(
  meant: readonly string[],
  options: ForgetOptions,
): Promise<ForgetReport & { callSid: string }> {
  const [callSid = '', ...others] = meant;
  const isMeant = others.length === 0 || (await isKept(callSid, options));
  if (!isMeant) return forgetMeant(others, options);
  return { callSid, ...(await forget(callSid, options)) };
}

async function isKept(callSid: string, options: ForgetOptions): Promise<boolean> {
  return sumOf(await forget(callSid, { ...options, execute: false })) > 0;
}

/** How many rows and records that is, all together. */
export function sumOf(report: Omit<ForgetReport, 'unread'>): number {
  const { rows, insights, metrics, conferences, pointers, archived = 0, kept } = report;
  const ofTables = rows + insights + metrics + conferences + pointers;
  return Object.values(kept).reduce((sum, count) => sum + count, ofTables + archived);
}

async function callsSetAside(parties: ReadonlySet<string>, options: ForgetOptions): Promise<ReadonlySet<string>> {
  const callSids = new Set<string>();
  const names = namesAnyOf({ callSids: new Set(), parties });
  const take = (key: string, body: string) =>
    objectWithout(
      (naming) => {
        const { between } = naming;
        // Of several it is not known which of them the rest of the text is about.
        const isOnly = between.length === 1 && names(naming) === true;
        for (const call of between) {
          if (isOnly || call.parties.some((party) => parties.has(party))) {
            for (const sid of call.callSids) callSids.add(sid);
          }
        }
        return false;
      },
      key,
      body,
    );
  // What cannot be read is told of when it is looked at for the calls.
  await eachObject(await keysOf(options.setAside), options, async ({ key }, body) => void take(key, body));
  return callSids;
}

async function forgetAll(meant: Meant, options: ForgetOptions, leads: Leads = {}): Promise<ForgetReport> {
  const { setAside, execute, onStart, onProgress } = options;
  const kept: ForgetReport['kept'] = { quarantine: 0, unsupported: 0, givenUp: 0, redriven: 0 };
  const archived = await archivedRows(meant, options);
  const unread: Unread[] = [...(archived?.unread ?? [])];
  const isOf = namesAnyOf(meant);
  const keys = await keysOf(setAside);
  const total = keys.length + meant.callSids.size;
  const eachOf = { ...options, onStart: () => onStart?.(total) };
  const unreadable = await eachObject(keys, eachOf, async ({ place, key }, body) => {
    const forgotten = objectWithout(isOf, key, body);
    const { problem } = { problem: undefined, ...forgotten };
    if (problem !== undefined) unread.push({ key, problem });
    if (execute && forgotten.kind === 'gone') await setAside.remove(key);
    if (execute && forgotten.kind === 'less') await setAside.put(key, forgotten.body);
    if ('count' in forgotten) kept[place] += forgotten.count;
  });
  const counted = await rowsOf([...meant.callSids], leads, {
    ...options,
    onProgress: (done) => onProgress?.(keys.length + done),
  });
  const { events: rows, ...others } = counted;
  const inArchive = archived && { archived: archived.rows };
  return { rows, ...others, ...inArchive, kept, unread: [...unread, ...unreadable] };
}

/** Counts the rows of the archive, or deletes them. They go before those of the tables, which can be restored from there. */
async function archivedRows(
  { callSids, parties, conferenceSids = new Set() }: Meant,
  options: ForgetOptions,
): Promise<ArchivedRows | undefined> {
  const whose = { sids: new Set([...callSids, ...conferenceSids]), parties };
  return options.archive?.[options.execute ? 'erase' : 'count'](whose, barOf(options));
}

/** A bar for objects of the archive, whose number is known when the first was looked at. */
function barOf({ onStart, onProgress }: ForgetOptions): (done: number, total: number) => void {
  let known: number | undefined;
  return (done, total) => {
    if (total !== known) onStart?.(total);
    known = total;
    onProgress?.(done);
  };
}

/** Counts the rows of calls, or deletes them. */
async function rowsOf(
  callSids: readonly string[],
  leads: Leads,
  { eraser, execute, onProgress }: ForgetOptions,
): Promise<RowCount> {
  const counted: RowCount = { events: 0, insights: 0, metrics: 0, conferences: 0, pointers: 0 };
  for (let start = 0; start < callSids.length; start += MAX_CALLS_AT_ONCE) {
    const some = callSids.slice(start, start + MAX_CALLS_AT_ONCE);
    const count = await (execute ? eraser.erase(some, leads) : eraser.count(some, leads));
    for (const what of ['events', 'insights', 'metrics', 'conferences', 'pointers'] as const)
      counted[what] += count[what];
    onProgress?.(start + some.length);
  }
  return counted;
}
