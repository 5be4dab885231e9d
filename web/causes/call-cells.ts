import type { CallOfEvents } from '../../families/call-event/causes/calls-answer.ts';

type Cell = string | number | null;

/** What is told of a call of a cause, beside when and which it is. `key` names it in a file. */
export const CALL_COLUMNS: readonly { key: string; word: string; of: (call: CallOfEvents) => Cell }[] = [
  { key: 'client', word: 'Client', of: ({ facets }) => facets.client },
  { key: 'sdk', word: 'SDK', of: ({ facets }) => words(facets.sdk?.replace(/^twilio-voice-/, ''), facets.sdk_version) },
  { key: 'browser', word: 'Browser', of: ({ facets }) => facets.browser },
  { key: 'region', word: 'Region', of: ({ facets }) => facets.region },
  { key: 'warning_before', word: 'Warning before', of: ({ warning_before }) => warning_before },
];

/** One cell for each column; null where nothing is known. */
export function callCells(call: CallOfEvents): Cell[] {
  return CALL_COLUMNS.map(({ of }) => of(call) ?? null);
}

function words(...parts: (string | null | undefined)[]): string | null {
  return parts.filter((part) => part !== null && part !== undefined).join(' ') || null;
}
