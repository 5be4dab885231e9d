/** Times as the page writes them. `atMs` is epoch milliseconds; without `timeZone` it is the viewer's. */

/** What stands in a time's place where an event tells none: nothing is made up. */
export const NO_TIME = 'no time';

/** `14:15:22.123` */
export function clockText(atMs: number, timeZone?: string): string {
  return format(atMs, timeZone, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
}

/** `24 May 2021, 14:15:22.123`, in the words of the viewer's language. */
export function dateTimeText(atMs: number, timeZone?: string): string {
  const date = format(atMs, timeZone, { day: 'numeric', month: 'short', year: 'numeric' });
  return `${date}, ${clockText(atMs, timeZone)}`;
}

const MOMENTS = {
  /** `10:12:13` */
  second: { timeStyle: 'medium' },
  /** `21 Nov 2026, 10:12:13` */
  date: { dateStyle: 'medium', timeStyle: 'medium' },
  /** `21 Nov, 10:12` */
  minute: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  /** `21 Nov` */
  day: { day: 'numeric', month: 'short' },
  /** `Sat, 21 Nov 2026` */
  weekday: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  /** `10:12` */
  hour: { hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A time that nobody needs to the millisecond. */
export function momentText(atMs: number, to: keyof typeof MOMENTS, timeZone?: string): string {
  return format(atMs, timeZone, MOMENTS[to]);
}

/** `2021-05-24 14:15:22.123 UTC` */
export function utcText(atMs: number): string {
  return new Date(atMs).toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/** Since the beginning of the call: `+1:05.250`, `+2:00:00.000`; `digits` of the second, 3 unless told. */
export function offsetText(ms: number, digits = 3): string {
  const unit = 10 ** (3 - digits);
  const rounded = Math.round(Math.abs(ms) / unit) * unit;
  const hours = Math.floor(rounded / 3_600_000);
  const minutes = Math.floor(rounded / 60_000) % 60;
  const seconds = ((rounded % 60_000) / 1_000).toFixed(digits).padStart(digits === 0 ? 2 : digits + 3, '0');
  const clock = hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}` : String(minutes);
  return `${ms < 0 && rounded > 0 ? '−' : '+'}${clock}:${seconds}`;
}

/** How long something took: `420 ms`, `52.1 s`, `1 min 5 s`, `2 h 3 min`, `3 d 2 h`. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(ms / 3_600_000);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** How long ago, to the second: `12 s`, `3 min 4 s`. */
export function ageText(ms: number): string {
  const seconds = Math.max(Math.round(ms / 1_000), 0);
  return seconds < 60 ? `${seconds} s` : durationText(seconds * 1_000);
}

/** How long ago, in one unit: `12 s`, `3 min`, `5 h`, `2 d`. */
export function roughAgeText(ms: number): string {
  const seconds = Math.max(Math.round(ms / 1_000), 0);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

// A formatter takes far longer to make than to use, and a long list writes thousands of times.
const formatters = new Map<string, Intl.DateTimeFormat>();

function format(atMs: number, timeZone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const key = `${timeZone} ${JSON.stringify(options)}`;
  const formatter =
    formatters.get(key) ?? new Intl.DateTimeFormat(undefined, { ...options, timeZone, hourCycle: 'h23' });
  formatters.set(key, formatter);
  return formatter.format(atMs);
}
