import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Which time zone the page writes times in: the viewer's, or UTC. */
export type Zone = 'local' | 'utc';

/** The parameter of an address that says it; without it, the viewer's. */
export const ZONE_PARAMETER = 'tz';

export const ZoneContext = createContext<Zone>('local');

/** The time zone as `Intl` takes it: undefined is the viewer's. */
export function useTimeZone(): 'UTC' | undefined {
  return useContext(ZoneContext) === 'utc' ? 'UTC' : undefined;
}

export function zoneOf(search: string): Zone {
  return new URLSearchParams(search).get(ZONE_PARAMETER)?.toLowerCase() === 'utc' ? 'utc' : 'local';
}

/** An address of this page, path and query, that keeps to a zone. */
export function withZone(address: string, zone: Zone): string {
  const [path = '', search = ''] = address.split('?', 2);
  const parameters = new URLSearchParams(search);
  parameters.delete(ZONE_PARAMETER);
  if (zone === 'utc') parameters.set(ZONE_PARAMETER, 'utc');
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

/** The zone in a few letters: `UTC`, `UTC+5:30`. */
export function zoneName(zone: Zone, atMs: number): string {
  const minutes = zone === 'utc' ? 0 : -new Date(atMs).getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}
