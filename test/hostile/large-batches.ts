import { attributesOf, cloudEvent } from '../../samples/builders.ts';
import { ingestInMemory } from './batch-in-memory.ts';
import { LARGE_RECORDS } from './corpus.ts';

/** Records of 1 MiB that fit into one invocation: 6 MB, in which their data is base64. */
const COPIES = 4;

/** What came of a batch of the largest records. */
export interface LargeBatch {
  what: string;
  retried: number;
  /** The good record among them is a row. */
  neighbourStored: boolean;
  reasons: (string | undefined)[];
}

// A program of its own, to be run with little memory and ended from outside.
const batches: LargeBatch[] = [];
for (const { what, data } of LARGE_RECORDS) {
  const neighbour = JSON.stringify(cloudEvent({}, { call_sid: 'CAneighbour' }));
  const { items, report } = await ingestInMemory([...Array<Buffer>(COPIES).fill(data), neighbour]);
  batches.push({
    what,
    retried: report.retried,
    neighbourStored: items.some((item) => attributesOf(item).call_sid?.S === 'CAneighbour'),
    reasons: report.quarantined.map(({ reason }) => reason),
  });
}
process.stdout.write(JSON.stringify(batches));
