import { expect, it } from 'vitest';
import { documentEvents, SUMMARY_DOCUMENT } from '../../samples/documents.ts';
import { playedEvents } from '../../samples/played.ts';

const START = '2026-11-29T20:15:00.250Z';

it("Twilio's examples are played as if they had just happened, and are else as they are", () => {
  const played = new Map(
    playedEvents(Date.parse(START)).map(({ event }) => [
      (event as { id: string }).id,
      event as Record<string, unknown>,
    ]),
  );
  for (const event of documentEvents()) {
    const time = '2026-11-29T19:15:00Z';
    expect(played.get(event.id)).toEqual({
      ...event,
      ...(event.time !== undefined && { time }),
      data: { ...event.data, timestamp: time },
    });
  }
  const summary = played.get(SUMMARY_DOCUMENT.id);
  expect(summary?.time).toBe('2026-11-29T19:15:00.250Z');
  expect(JSON.parse(String(summary?.data))).toEqual({
    ...JSON.parse(SUMMARY_DOCUMENT.data),
    start_time: '2026-11-29T19:14:55Z',
    end_time: '2026-11-29T19:15:00Z',
  });
});
