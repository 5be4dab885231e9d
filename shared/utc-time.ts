const ISO_8601 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?([Zz]|[+-]\d{2}(:?\d{2})?)?$/;
/** As Twilio writes it, to the second or the millisecond, of a day that there is every year: nothing is left to convert. */
const UTC =
  /^\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;
/** JavaScript has none; it counts as the end of the second before. */
const LEAP_SECOND = /(T\d{2}:\d{2}):60(\.\d+)?/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})/;
const FIXED_WIDTH = '2021-05-24T14:15:22.000Z'.length;

/**
 * An ISO 8601 time as UTC with milliseconds, 24 characters, so that text sorts as time; undefined where it is none.
 * A time without a zone counts as UTC, further digits of a second are cut. 30 February is none: JavaScript makes 2 March
 * of it.
 */
export function utcTime(text: unknown): string | undefined {
  if (typeof text === 'string' && UTC.test(text)) {
    return text.length === FIXED_WIDTH ? text : `${text.slice(0, -1)}.000Z`;
  }
  if (typeof text !== 'string' || !ISO_8601.test(text) || !isDay(text)) return undefined;
  const ms = Date.parse(canonical(text));
  if (Number.isNaN(ms)) return undefined;
  const utc = new Date(ms).toISOString();
  // A zone can push the first or last day of the four-digit years to a year of six digits.
  return utc.length === FIXED_WIDTH ? utc : undefined;
}

/** Whether the calendar has the day that an ISO 8601 text begins with. */
function isDay(text: string): boolean {
  const [, year = '', month = '', day = ''] = DATE.exec(text) ?? [];
  const midnight = new Date(0);
  midnight.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return midnight.getUTCMonth() === Number(month) - 1 && midnight.getUTCDate() === Number(day);
}

function canonical(text: string): string {
  const iso = text.replace(' ', 'T').replace(',', '.').toUpperCase().replace(LEAP_SECOND, '$1:59.999');
  const zoned = /(Z|[+-]\d{2}(:?\d{2})?)$/.test(iso.slice('2021-05-24'.length)) ? iso : `${iso}Z`;
  return zoned.replace(/([+-]\d{2})$/, (zone, _match, at: number) => (at > 'yyyy-mm-dd'.length ? `${zone}:00` : zone));
}
