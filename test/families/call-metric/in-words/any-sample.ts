import fc from 'fast-check';
import { CALL_MS } from './builders.ts';

/** Numbers and no numbers, as they may stand anywhere in a sample. */
const anything = fc.oneof(
  fc.double(),
  fc.integer({ min: -10, max: 600 }),
  fc.string(),
  fc.constant(null),
  fc.record({ value: fc.double(), avg: fc.anything(), max: fc.double() }, { requiredKeys: [] }),
);
const anyPart = fc.dictionary(
  fc.constantFrom(
    'packets_received',
    'packets_sent',
    'packets_lost',
    'packets_loss_percentage',
    'jitter',
    'mos',
    'rtt',
  ),
  anything,
);
/** A sample that may be anything, of times and edges that meet. */
export const anySample = fc.record({
  timestamp: fc.oneof(
    fc.integer({ min: 0, max: 300_000 }).map((ms) => new Date(CALL_MS + ms).toISOString()),
    fc.date({ noInvalidDate: true }).map(String),
    fc.string(),
  ),
  edge: fc.constantFrom('sdk_edge', 'client_edge', 'sip_edge', 'carrier_edge', 'unknown_edge', '', 3),
  direction: fc.oneof(fc.constantFrom('inbound', 'outbound', 'both', 'unknown'), fc.anything()),
  sdk_edge: fc.oneof(fc.record({ interval: anyPart, cumulative: anyPart }, { requiredKeys: [] }), fc.anything()),
  client_edge: fc.oneof(fc.record({ interval: anyPart, cumulative: anyPart }, { requiredKeys: [] }), fc.anything()),
});
