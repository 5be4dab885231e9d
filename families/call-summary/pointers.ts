import { type ItemForm, makeItem } from '../../lambda/store/item.ts';
import { isCallSid } from '../../shared/call-sid.ts';
import { REDACTED } from '../../shared/redacted.ts';
import { type Result, rejected } from '../../shared/rejection.ts';
import { INSIGHTS_KEYS, TTL_ATTRIBUTE } from '../../shared/table.ts';
import { expiresAt } from '../expiry.ts';
import type { Row, RowContext } from '../family.ts';
import type { SummaryCloudEvent } from './call-summary.ts';
import { facetsOf } from './facets.ts';
import { CHILD_PREFIX, startedId } from './keys.ts';
import { objectAt, said } from './said.ts';

const FORM: ItemForm = {
  table: 'call-insights',
  partitionKey: { name: INSIGHTS_KEYS.partitionKey, inWords: 'number or call' },
  sortKey: { name: INSIGHTS_KEYS.sortKey, inWords: 'pointer' },
  ours: new Set(),
  replaced: new Set(),
};

const DAY_MS = 86_400_000;
/** Twilio keeps a call for as long, so no version of a summary comes later. */
const LATEST_VERSION_DAYS = 31;

/**
 * Rows that lead to a call: from its parent, and from each number, client or SIP address, where the configuration has
 * people look calls up by those. They are the same for every version that says the same, so they are put without a
 * guard, and before the summary. Such a row has no data of Twilio's, and none is made for what is hidden.
 * @param started see `startedOf`
 */
export function pointerRows(event: SummaryCloudEvent, started: string, context: RowContext): Row[] {
  const { call_sid: callSid } = event.data;
  const parent = said(event.data.parent_call_sid);
  const rows = partyPointers(partiesOf(event), callSid, { type: event.type, started, context });
  if (parent !== undefined && parent !== REDACTED) {
    const row = pointerRow(parent, `${CHILD_PREFIX}${callSid}`, { type: event.type, started, context });
    if (row.ok) rows.push(row.value);
  }
  return rows;
}

/** What a pointer is of. */
export interface PointerOf {
  /** The CloudEvent's. */
  type: string;
  /** When that began which the pointer leads to, UTC with milliseconds. */
  started: string;
  context: RowContext;
}

/** Rows that lead from parties to a call, where the configuration has people look calls up by those. */
export function partyPointers(parties: readonly string[], callSid: string, of: PointerOf): Row[] {
  if (!of.context.config.partyLookup) return [];
  return parties.flatMap((party) => {
    const row = pointerRow(party, startedId(of.started, callSid), of);
    // For what can be no key of the table: nobody can ask for it either.
    return row.ok ? [row.value] : [];
  });
}

/** A row that leads from what has an id to something else; or why DynamoDB cannot hold it. */
export function pointerRow(id: string, part: string, { type, started, context }: PointerOf): Result<Row> {
  if (!isCallSid(id)) return rejected('key-too-long', 'an id that can be no key of the table');
  const ours = {
    [INSIGHTS_KEYS.partitionKey]: id,
    [INSIGHTS_KEYS.sortKey]: part,
    [TTL_ATTRIBUTE]: pointerExpiresAt(started, context),
  };
  const item = makeItem(FORM, ours, {}, context.isPlain);
  return item.ok ? { ok: true, value: { ...item.value, type, isPointer: true } } : item;
}

/** The numbers, clients and SIP addresses of a call that somebody can look for. */
export function partiesOf({ data }: Pick<SummaryCloudEvent, 'data'>): string[] {
  const { from, to } = facetsOf({ from: objectAt(data, 'from'), to: objectAt(data, 'to') });
  return [...new Set([from, to].flatMap((party) => (party === undefined || party === REDACTED ? [] : party)))];
}

/**
 * When a pointer's lifetime ends, epoch seconds: after that of any version of its call, and not by more than a month. It
 * follows from the start of the call, where that is before its arrival by no more than Twilio keeps calls; so an early
 * version that comes late does not end it early.
 */
function pointerExpiresAt(started: string, context: RowContext): number | undefined {
  const [startedDay, arrivalDay] = [Date.parse(started), context.arrivalMs].map((ms) => Math.floor(ms / DAY_MS));
  if (startedDay === undefined || arrivalDay === undefined) return undefined;
  const firstDay = arrivalDay - startedDay <= LATEST_VERSION_DAYS ? startedDay : arrivalDay;
  return expiresAt({ ...context, arrivalMs: (firstDay + LATEST_VERSION_DAYS) * DAY_MS });
}
