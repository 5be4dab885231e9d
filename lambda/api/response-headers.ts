const YEAR_S = 31_536_000;

/**
 * What every answer says, whatever it is of: that its type is to be believed, when it was made, by which a reader knows
 * what is late whatever its own clock says, and, where it came over TLS, that nothing else shall be asked for.
 */
export function setCommonHeaders(headers: Headers, baseUrl: string, nowMs: number): void {
  headers.set('x-content-type-options', 'nosniff');
  headers.set('date', new Date(nowMs).toUTCString());
  if (baseUrl.startsWith('https:')) headers.set('strict-transport-security', `max-age=${YEAR_S}`);
}
