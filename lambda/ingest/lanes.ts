import pLimit, { type LimitFunction } from 'p-limit';

/** Limits of so many tasks at once, one for each lane: what is stuck in one of them holds up no other. */
export function createLanes<Lane>(width: number): (lane: Lane) => LimitFunction {
  const limits = new Map<Lane, LimitFunction>();
  return (lane) => {
    const limit = limits.get(lane) ?? pLimit(width);
    limits.set(lane, limit);
    return limit;
  };
}
