import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Whether what is counted on this part of the page is all there is. */
export const Whole = createContext(true);

/** Writes a count; one of what was read so far says that it is no more than that. */
export function useCountText(): (count: number) => string {
  const isWhole = useContext(Whole);
  return (count) => countText(count, isWhole);
}

/** `5,000`, or `≥ 5,000` in a table, where there is no room for words. */
export function cellText(count: number, isWhole: boolean): string {
  return `${isWhole ? '' : '≥ '}${count.toLocaleString()}`;
}

/** `5,000`, or `at least 5,000`. */
export function countText(count: number, isWhole: boolean): string {
  return `${isWhole ? '' : 'at least '}${count.toLocaleString()}`;
}
