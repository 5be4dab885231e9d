import type { ArchiveQuery } from '../lambda/query/archive-query.ts';

interface IdleQueryOptions {
  open: () => Promise<ArchiveQuery>;
  /** After so long without a question it is closed. */
  idleMs: number;
  /** Told where it cannot be closed. */
  onTrouble: (error: unknown) => void;
}

/** Opens what answers questions with the first one, and closes it when nobody has asked for a while: it takes memory. */
export function createIdleQuery({ open, idleMs, onTrouble }: IdleQueryOptions): ArchiveQuery {
  let opened: Promise<ArchiveQuery> | undefined;
  let asking = 0;
  let timer: NodeJS.Timeout | undefined;

  async function close(): Promise<void> {
    clearTimeout(timer);
    const was = opened;
    opened = undefined;
    // What could not be opened need not be closed; whoever asked heard of it.
    await (await was?.catch(() => undefined))?.close();
  }

  return {
    async run(sql, signal) {
      clearTimeout(timer);
      asking += 1;
      opened ??= open();
      const mine = opened;
      try {
        return await (await mine).run(sql, signal);
      } catch (error) {
        // Perhaps it can be opened the next time.
        if (opened === mine)
          mine.catch(() => {
            opened = undefined;
          });
        throw error;
      } finally {
        asking -= 1;
        if (asking === 0) timer = setTimeout(() => close().catch(onTrouble), idleMs).unref();
      }
    },
    close,
  };
}
