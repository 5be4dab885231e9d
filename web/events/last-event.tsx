import { isFuture, levelOf } from '../event-facts.ts';
import { LEVEL_WORD } from '../level-shape.ts';
import { Moment } from '../moment.tsx';
import { durationText } from '../time.ts';
import type { SeenEvent } from './feed.ts';
import type { Survey } from './survey.ts';

/** Where many call, something is reported more often. */
const SILENT_MS = 15 * 60_000;

interface LastEventProps {
  survey: Survey;
  /** Epoch ms. */
  lastMs: number | undefined;
  nowMs: number;
}

/** When something was last heard of any call: an empty list alone does not tell calm from an installation that is broken. */
export function LastEvent({ survey: { levels, isWhole }, lastMs, nowMs }: LastEventProps) {
  if (levels.length === 0) return null;
  const words = levels.map((level) => LEVEL_WORD[level].toLowerCase()).join(' or ');
  const none = isWhole
    ? `No ${words} of any call is in the table`
    : `The time of the last ${words} of any call is unknown`;
  return (
    <span class="last-event">
      {lastMs === undefined ? (
        none
      ) : (
        <>
          Last {words} of any call: {ageText(nowMs - lastMs)} ago, <Moment atMs={lastMs} to="minute" />
        </>
      )}
    </span>
  );
}

/** When the latest event happened of the levels that a survey looks at, by whatever was read. */
export function lastEventMs(
  survey: Survey | undefined,
  events: readonly SeenEvent[],
  nowMs: number,
): number | undefined {
  if (survey === undefined) return undefined;
  const read = events.find(({ event, atMs }) => survey.levels.includes(levelOf(event)) && !isFuture(atMs, nowMs))?.atMs;
  const known = [survey.latestMs, read].filter((atMs) => atMs !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** Whether nothing was heard for so long that it may be because nothing arrives. */
export function isSilent(lastMs: number | undefined, nowMs: number): boolean {
  return lastMs === undefined || nowMs - lastMs > SILENT_MS;
}

function ageText(ms: number): string {
  const seconds = Math.max(Math.round(ms / 1_000), 0);
  return seconds < 60 ? `${seconds} s` : durationText(seconds * 1_000);
}
