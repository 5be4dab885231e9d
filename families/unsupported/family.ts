import { rejected } from '../../shared/rejection.ts';
import type { EventFamily, KeptEvent } from '../family.ts';

/** Events of every type that no other family takes: counted, and kept beside the tables until a version knows them. */
export const unsupportedEvents: EventFamily<KeptEvent> = {
  name: 'unsupported',
  types: [],
  read(envelope, json) {
    try {
      // As it came, on one line: to parse and to write again would round large numbers. Outside of JSON's strings a line
      // break is white space, and inside there is none.
      const line = json?.trim().replace(/[\r\n]+/g, ' ') ?? JSON.stringify(envelope);
      return {
        ok: true,
        value: { family: unsupportedEvents, event: { type: envelope.type, json: line }, mismatches: [] },
      };
    } catch {
      // JSON.parse goes deeper than JSON.stringify, which runs out of stack.
      return rejected('too-deep', 'an event nested too deep to be written as JSON again');
    }
  },
  outcome: (kept) => ({ ok: true, value: { rows: [], kept } }),
  callSids: () => [],
};
