import type { QuarantineWriter } from './quarantine.ts';

/** A writer that is opened when the first thing is put aside, and again after it could not be opened. */
export function openedWhenNeeded(open: () => Promise<QuarantineWriter>): QuarantineWriter {
  let opened: Promise<QuarantineWriter> | undefined;
  const writer = async () => {
    opened ??= open();
    try {
      return await opened;
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };
  return {
    putRecord: async (record, signal) => (await writer()).putRecord(record, signal),
    putUnsupported: async (events, signal) => (await writer()).putUnsupported(events, signal),
  };
}
