/** After every key of a day that begins with its time, UTC with milliseconds. */
export function endOfDay(day: string): string {
  return `${day}T23:59:59.999Z~`;
}
