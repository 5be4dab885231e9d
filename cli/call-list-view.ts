import type { CallEntry } from '../families/call-summary/call-entry.ts';
import { secondsInWords } from '../families/call-summary/in-words/in-text.ts';
import { mosText } from '../families/call-summary/in-words/quality.ts';
import { printable, printableStart } from '../shared/printable.ts';
import type { CallGroup, CallPath } from './call-groups.ts';
import { bar, fittingTable, table } from './terminal.ts';

const BAR_WIDTH = 30;
/** A SIP URI can be long: the JSON document has it whole. */
const MAX_PARTY = 40;
/** Enough to know it again in the column beside it. */
const PARENT_WIDTH = 8;

/** A call as `--json` prints it: Twilio's names where Twilio has one, null for what its summary does not say. */
export function callJson(call: CallEntry) {
  const { facets } = call;
  return {
    call_sid: call.callSid,
    parent_call_sid: call.parentCallSid ?? null,
    account_sid: call.accountSid ?? null,
    started: call.started,
    end_time: call.endTime ?? null,
    duration: call.duration ?? null,
    connect_duration: call.connectDuration ?? null,
    call_type: call.type ?? null,
    call_state: call.state ?? null,
    processing_state: call.isFinal ? 'complete' : 'partial',
    direction: facets.direction ?? null,
    from: facets.from ?? null,
    to: facets.to ?? null,
    from_carrier: facets.from_carrier ?? null,
    to_carrier: facets.to_carrier ?? null,
    from_country: facets.from_country ?? null,
    to_country: facets.to_country ?? null,
    disconnected_by: hungUpBy(call) ?? null,
    last_sip_response_num: facets.sip_code ?? null,
    pdd_ms: facets.pdd_ms ?? null,
    mos: facets.mos ?? null,
    tags: call.tags,
    edge_tags: facets.edge_tags ?? [],
  };
}

/** One row a call. */
export function callTable(calls: readonly CallEntry[], columns?: number): string {
  const rows = calls.map((call) => {
    const { facets } = call;
    const [from, to] = [party(facets.from), party(facets.to)];
    return {
      time: call.started.slice(0, 'yyyy-mm-ddThh:mm:ss'.length).replace('T', ' '),
      sid: printable(call.callSid),
      from,
      to,
      parties: `${from} ${to}`.trim(),
      parent: call.parentCallSid === undefined ? '' : printableStart(call.parentCallSid, PARENT_WIDTH),
      ended: [call.state, ...(call.parentCallSid === undefined ? [] : ['(leg)'])].join(' ').trim(),
      state: `${call.state ?? ''}${call.isFinal ? '' : ' (preliminary)'}`.trim(),
      sip: facets.sip_code === undefined ? '' : String(facets.sip_code),
      length: call.duration ? secondsInWords(call.duration) : '',
      by: printableStart(hungUpBy(call) ?? '', MAX_PARTY),
      mos: facets.mos === undefined ? '' : mosText(facets.mos),
      tags: call.tags.map(printable).join(' '),
    };
  });
  return fittingTable(
    [
      {
        head: ['STARTED (UTC)', 'CALL', 'PARENT', 'FROM', 'TO', 'STATE', 'SIP', 'LENGTH', 'HUNG UP BY', 'MOS', 'TAGS'],
        rows: rows.map(({ time, sid, parent, from, to, state, sip, length, by, mos, tags }) => [
          time,
          sid,
          parent,
          from,
          to,
          state,
          sip,
          length,
          by,
          mos,
          tags,
        ]),
      },
      {
        head: ['STARTED (UTC)', 'CALL', 'STATE', 'SIP', 'LENGTH', 'FROM AND TO'],
        rows: rows.map(({ time, sid, ended, sip, length, parties }) => [
          shortTime(time),
          sid,
          ended,
          sip,
          length,
          parties,
        ]),
      },
      {
        head: ['STARTED (UTC)', 'CALL', 'STATE', 'FROM AND TO'],
        rows: rows.map(({ time, sid, ended, parties }) => [shortTime(time), sid, ended, parties]),
      },
      {
        head: ['STARTED (UTC)', 'CALL', 'STATE, FROM AND TO'],
        rows: rows.map(({ time, sid, ended, parties }) => [shortTime(time), sid, `${ended} ${parties}`.trim()]),
      },
    ],
    columns,
  );
}

/** Groups with their share of all calls, as a number and as a bar. */
export function groupTable(path: CallPath, groups: readonly CallGroup[]): string {
  return table(
    [path.toUpperCase(), 'CALLS', 'SHARE', ''],
    groups.map(({ value, calls, share }) => [
      value === null ? '(none)' : printable(String(value)),
      String(calls),
      `${(share * 100).toFixed(1)} %`,
      bar(share, BAR_WIDTH),
    ]),
  );
}

/** `11-20 11:59:00` */
function shortTime(time: string): string {
  return time.slice('yyyy-'.length);
}

function party(address: string | undefined): string {
  return printableStart(address ?? '', MAX_PARTY);
}

/** Not `unknown`, which is what Twilio says of a browser that was closed. */
function hungUpBy({ facets }: CallEntry): string | undefined {
  return facets.hung_up_by?.toLowerCase() === 'unknown' ? undefined : facets.hung_up_by;
}
