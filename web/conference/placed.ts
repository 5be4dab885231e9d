import type { ConferenceSpan } from '../../families/conference-summary/in-words/span.ts';

/** Where a part of a conference's time is on its axis. @returns undefined where the conference has no time */
export function placed(
  span: Pick<ConferenceSpan, 'fromMs' | 'toMs'> | undefined,
  fromMs: number,
  toMs: number,
): { left: string; width: string } | undefined {
  if (span === undefined) return undefined;
  const length = Math.max(1, span.toMs - span.fromMs);
  const part = (ms: number) => Math.min(Math.max((ms - span.fromMs) / length, 0), 1);
  const percent = (share: number) => `${Math.round(share * 10_000) / 100}%`;
  return { left: percent(part(fromMs)), width: percent(part(toMs) - part(fromMs)) };
}
