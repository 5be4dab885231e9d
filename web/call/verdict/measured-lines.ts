import { restInWords, type SeriesVerdict } from '../../../families/call-metric/in-words/metrics-in-words.ts';
import { streamName } from '../../../families/call-metric/in-words/stream-name.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { TimeView } from '../time-view.ts';
import type { Clause } from './clause.ts';

/** What the samples of one edge and direction say. */
export interface MeasuredLine {
  /** Of the way, see `streamName`; absent of a line about several. */
  way?: string;
  isBad: boolean;
  clauses: readonly Clause[];
}

const LEAST_ASIDE_MS = 20_000;

/**
 * When the media was bad, the worst edge first, each with a way to the time; what was well comes last, as one.
 * @param span of the call: nothing beside it is worth a look
 */
export function measuredLines(
  verdicts: readonly SeriesVerdict[],
  { summary, span }: { summary: JsonObject | undefined; span: TimeView },
): MeasuredLine[] {
  const lines = verdicts.flatMap(({ series, times, clauses: said }) => {
    const told = said.map(({ text, startMs, endMs }) =>
      startMs === undefined || endMs === undefined ? { text } : { text, window: around({ startMs, endMs }, span) },
    );
    return told.length === 0 ? [] : { way: streamName(series), isBad: times.length > 0, clauses: told };
  });
  const rest = restInWords(verdicts, summary);
  return rest === undefined ? lines : [...lines, { isBad: false, clauses: [{ text: rest }] }];
}

/** With something before and behind it to compare, as far as the call goes. */
function around({ startMs, endMs }: TimeView, span: TimeView): TimeView {
  const asideMs = Math.max((endMs - startMs) / 2, LEAST_ASIDE_MS);
  return {
    startMs: Math.min(Math.max(startMs - asideMs, span.startMs), startMs),
    endMs: Math.max(Math.min(endMs + asideMs, span.endMs), endMs),
  };
}
