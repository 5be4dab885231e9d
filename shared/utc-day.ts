export const DAY_MS = 86_400_000;

/** The day of a time, in UTC, `yyyy-mm-dd`. @param atMs epoch ms */
export function utcDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

/** The day so many days before. @param day `yyyy-mm-dd` */
export function dayBefore(day: string, days = 1): string {
  return utcDay(Date.parse(day) - days * DAY_MS);
}
