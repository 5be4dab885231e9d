import { clockText, dateTimeText, NO_TIME, utcText } from './time.ts';
import { useTimeZone } from './zone.ts';

/** A time in the zone of the page, with UTC on hover. `atMs` is epoch milliseconds; without it, that there is no time. */
export function Clock({ atMs, withDate = false }: { atMs: number | undefined; withDate?: boolean }) {
  const timeZone = useTimeZone();
  if (atMs === undefined) return <span>{NO_TIME}</span>;
  return (
    <time dateTime={new Date(atMs).toISOString()} title={utcText(atMs)}>
      {withDate ? dateTimeText(atMs, timeZone) : clockText(atMs, timeZone)}
    </time>
  );
}
