import { utcTime } from '../../shared/utc-time.ts';

/** A UTC time as `<input type="datetime-local">` has it: in the viewer's zone, to the minute. */
export function localInput(utc: string): string {
  const at = new Date(utc);
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);
}

/** Undefined where nothing, or only a part of a time, was typed. */
export function utcOfInput(local: string): string | undefined {
  const atMs = Date.parse(local);
  return Number.isNaN(atMs) ? undefined : utcTime(new Date(atMs).toISOString());
}
