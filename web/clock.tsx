import { clockText, dateTimeText, utcText } from './time.ts';

/** A time in the viewer's zone, with UTC on hover. `atMs` is epoch milliseconds. */
export function Clock({ atMs, withDate = false }: { atMs: number; withDate?: boolean }) {
  return (
    <time dateTime={new Date(atMs).toISOString()} title={utcText(atMs)}>
      {withDate ? dateTimeText(atMs) : clockText(atMs)}
    </time>
  );
}
