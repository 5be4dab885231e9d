import { Moment } from '../moment.tsx';

const DAY_MS = 86_400_000;

/** A time to the minute, with its day where that is another one. */
export function SeenTime({ at, nowMs }: { at: string; nowMs: number }) {
  const atMs = Date.parse(at);
  if (Number.isNaN(atMs)) return <>–</>;
  return <Moment atMs={atMs} to={Math.abs(nowMs - atMs) < DAY_MS / 2 ? 'hour' : 'minute'} />;
}
