import type { EventFindings } from './event-findings.ts';
import { endedByError, type Outcome, REJECTED } from './outcome.ts';

/** How a call ended as its events alone tell it, for as long as it has no summary; undefined where none of them does. */
export function outcomeOfEvents(events: EventFindings): Outcome | undefined {
  const { ended, answered, errors, warnings } = events;
  const error = answered
    ? endedByError(events, { title: 'Cut off', says: 'It was cut off' })
    : endedByError(events, { title: 'Failed', says: 'It was ended before it was answered' });
  if (error !== undefined) return error;
  if (ended === undefined) return undefined;
  if (ended.name.startsWith('rejected-by-')) return REJECTED;
  if (answered === undefined) return { tone: 'neutral', title: 'Not answered', says: 'It was not answered.' };
  const isGood = errors === 0 && warnings.length === 0;
  return { tone: isGood ? 'good' : 'neutral', title: 'Completed', says: 'It was completed.' };
}
