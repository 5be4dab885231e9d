import { COMPLETE } from '../../../families/call-summary/facts.ts';
import { callSummaries } from '../../../families/call-summary/family.ts';
import type { Row } from '../../../families/family.ts';
import type { IngestConfig } from '../../../families/ingest-config.ts';
import type { TableClient } from '../../../lambda/store/dynamodb-client.ts';
import { createItemWriter, type ItemWriter } from '../../../lambda/store/item-writer.ts';
import { ACCOUNT_SID, CONFIG } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';

const NEVER = new AbortController().signal;

/** `data` of a summary, as the stream has it; members may have any type. */
export type SummaryData = Record<string, unknown> & { call_sid: string };

/** What is not Twilio's data of a summary's event. */
export interface SummaryOptions {
  id?: string;
  type?: string;
  time?: string;
  arrivalMs?: number;
  config?: IngestConfig;
}

/** A summary's data: a call that was completed, unless it says otherwise. */
export function summaryData(callSid: string, members: Record<string, unknown> = {}): SummaryData {
  return {
    call_sid: callSid,
    account_sid: ACCOUNT_SID,
    parent_call_sid: '',
    created_time: '2026-11-20T11:00:00Z',
    start_time: '2026-11-20T11:00:00Z',
    end_time: '2026-11-20T11:01:04Z',
    duration: 64,
    connect_duration: 60,
    call_type: 'carrier',
    call_state: 'completed',
    processing_state: 'complete',
    processing_version: 3,
    from: { caller: '+15550100', callee: '', country_code: 'US' },
    to: { caller: '', callee: '+15550101', country_code: 'US' },
    properties: { direction: 'inbound', disconnected_by: 'caller', last_sip_response_num: 200, pdd_ms: 1200 },
    tags: [],
    ...members,
  };
}

/** The rows that the family makes of a summary, in the order in which they are written. */
export function summaryRows(data: SummaryData, options: SummaryOptions = {}): readonly Row[] {
  const { id = 'EZ1', type = COMPLETE, time = '2026-11-20T11:30:00Z', config = CONFIG } = options;
  const { arrivalMs = Date.parse('2026-11-20T12:30:00Z') } = options;
  const dataschema = 'https://events-schemas.twilio.com/VoiceInsights.CallSummary/7';
  const read = callSummaries.read({ id, type, time, dataschema, data });
  if (!read.ok) throw new Error(read.detail);
  const outcome = read.value.family.outcome(read.value.event, { arrivalMs, config });
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value.rows;
}

/** Writes rows as ingest does: what leads to a summary first, the summary where it is no worse than what is there. */
export function createRowWriter(client: TableClient, tableName: string): (rows: readonly Row[]) => Promise<void> {
  const tables = { 'call-events': 'call-events', 'call-insights': tableName };
  const writer: ItemWriter = createItemWriter({ client, tables, clock: systemClock });
  return async (rows) => {
    for (const row of rows) {
      const { guard } = row;
      if (guard === undefined) await writer.put([row], NEVER);
      else await writer.putGuarded({ ...row, guard }, NEVER);
    }
  };
}
