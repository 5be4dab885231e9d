import { childrenInWords } from '../families/call-summary/in-words/children.ts';
import { hungUpBy } from '../families/call-summary/in-words/hung-up.ts';
import { msInWords } from '../families/call-summary/in-words/in-text.ts';
import { kindOfCall } from '../families/call-summary/in-words/kind.ts';
import { durationInWords, postDialDelayMs } from '../families/call-summary/in-words/lengths.ts';
import { tellingMos } from '../families/call-summary/in-words/media-failure.ts';
import { PRELIMINARY } from '../families/call-summary/in-words/missing.ts';
import { type AroundCall, isFinalSummary, lastSipCode, outcomeOf } from '../families/call-summary/in-words/outcome.ts';
import { partyInWords, partyOf } from '../families/call-summary/in-words/party.ts';
import { mosText, qualityFindings } from '../families/call-summary/in-words/quality.ts';
import { sipCodeInWords, sipCodeText } from '../families/call-summary/in-words/sip-codes.ts';
import { saidCount } from '../families/call-summary/said.ts';
import type { SummaryResource } from '../families/call-summary/summary-resource.ts';
import { printable } from '../shared/printable.ts';
import { facts } from './terminal.ts';

/** What a summary says of a call, a fact a line; what it does not say is left out. */
export function summaryView(summary: SummaryResource, around: AroundCall = {}): string {
  const { title, cutOffBy } = outcomeOf(summary, around);
  const [code, length, delayMs, mos] = [
    lastSipCode(summary),
    saidCount(summary.duration),
    postDialDelayMs(summary),
    tellingMos(summary),
  ];
  const sip = code === undefined ? undefined : sipCodeInWords(code);
  const lines: readonly (readonly [name: string, value: string | undefined])[] = [
    ['outcome', title],
    ['calls made', around.children && childrenInWords(around.children)],
    ['kind', kindOfCall(summary)],
    ['from', partyInWords(partyOf(summary, 'from'))],
    ['to', partyInWords(partyOf(summary, 'to'))],
    ['length', length ? durationInWords(length) : undefined],
    ['hung up by', hungUpBy(summary, { isCutOff: cutOffBy !== undefined })?.by],
    ['SIP code', sip && sipCodeText(sip)],
    ['post-dial delay', delayMs === undefined ? undefined : msInWords(delayMs)],
    ['MOS', mos === undefined ? undefined : mosText(mos)],
    ...qualityFindings(summary).map(({ says }) => ['quality', says] as const),
    ['parent', summary.parent_call_sid],
    ['state', isFinalSummary(summary) ? undefined : PRELIMINARY],
  ];
  return facts(lines.flatMap(([name, value]) => (value === undefined ? [] : [[name, printable(value)] as const])));
}
