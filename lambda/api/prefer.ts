/**
 * How many ms a client would wait for an answer, by the header `Prefer`: `wait=1` is a second. Undefined where it does
 * not say. https://www.rfc-editor.org/rfc/rfc7240#section-4.3
 */
export function waitAskedMs(prefer = ''): number | undefined {
  const [, seconds] = /(?:^|[,;\s])wait=(\d{1,3})(?:$|[,;\s])/i.exec(prefer) ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}
