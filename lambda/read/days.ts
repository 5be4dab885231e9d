const DAY_MS = 86_400_000;

/** @param day `yyyy-mm-dd` */
export function dayBefore(day: string): string {
  return new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

/** After every key of a day that begins with its time, UTC with milliseconds. */
export function endOfDay(day: string): string {
  return `${day}T23:59:59.999Z~`;
}
