import { useEffect, useState } from 'preact/hooks';

/** Draws a component again every so many ms, for what it says of the time that has passed. */
export function useTicks(everyMs: number): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
