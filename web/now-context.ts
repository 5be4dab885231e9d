import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** What tells the time to everything on the page, in epoch milliseconds. */
export const Now = createContext<() => number>(Date.now);

/** The clock of the page. */
export function useNow(): () => number {
  return useContext(Now);
}
