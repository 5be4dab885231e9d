import { momentText, utcText } from './time.ts';
import { useTimeZone } from './zone.ts';

/** A time nobody needs to the millisecond, in the zone of the page, with UTC on hover. `atMs` is epoch milliseconds. */
export function Moment({ atMs, to }: { atMs: number; to: Parameters<typeof momentText>[1] }) {
  const timeZone = useTimeZone();
  return (
    <time dateTime={new Date(atMs).toISOString()} title={utcText(atMs)}>
      {momentText(atMs, to, timeZone)}
    </time>
  );
}
