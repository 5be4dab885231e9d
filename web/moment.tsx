import { utcText } from './time.ts';

const FORMATS = {
  /** `10:12:13` */
  second: new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' }),
  /** `21 Nov 2026, 10:12:13` */
  date: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }),
  /** `21 Nov, 10:12` */
  minute: new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }),
};

/** A time nobody needs to the millisecond, in the viewer's zone, with UTC on hover. `atMs` is epoch milliseconds. */
export function Moment({ atMs, to }: { atMs: number; to: keyof typeof FORMATS }) {
  return (
    <time dateTime={new Date(atMs).toISOString()} title={utcText(atMs)}>
      {FORMATS[to].format(atMs)}
    </time>
  );
}
