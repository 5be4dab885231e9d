/** The time by the API's clock: the viewer's may be wrong, and nothing is late or of the future for that. */
export interface ServerClock {
  /** Epoch milliseconds. */
  now(): number;
  /**
   * To be called when a question goes, and what it returns when the answer comes, with its `Date` header. Without one, or
   * with one that is no date, the clock stays as it is.
   */
  ask(): (date: string | null) => void;
}

/** The header has no more than seconds: https://www.rfc-editor.org/rfc/rfc9110#field.date */
const PRECISION_MS = 1_000;

/**
 * The viewer's clock, moved as far as the answers demand and no further: what a `Date` says was so at some moment between
 * question and answer, so a clock that is right stays untouched, however slow the network is.
 * @param viewerNow epoch milliseconds
 */
export function createServerClock(viewerNow: () => number): ServerClock {
  let aheadMs = 0;
  return {
    now: () => viewerNow() + aheadMs,
    ask() {
      const sentMs = viewerNow();
      return (date) => {
        const saidMs = date === null ? Number.NaN : Date.parse(date);
        if (Number.isNaN(saidMs)) return;
        const least = saidMs - viewerNow();
        const most = Math.max(saidMs + PRECISION_MS - sentMs, least);
        aheadMs = Math.min(Math.max(aheadMs, least), most);
      };
    },
  };
}
