import { bundleFile } from '../bundles.ts';
import { type Round, startContestant } from '../contestant.ts';
import { type Figure, median } from '../figure.ts';
import { fullPayload } from '../records.ts';
import { startStub, stubEnvironment } from '../stub-dynamodb.ts';

const BATCH_SIZES = [10, 25, 100, 200, 500, 1_000, 2_000];
const CALLS = [1, 10, 100, 1_000, 10_000, 100_000];
const EVENTS = 8_000;
/** Each in a fresh process: the same code in another one is up to a tenth faster or slower. */
const HEATS = 4;
const ROUNDS = 3;

/** CPU time for each event as batches grow and calls become more: linear is a flat line. */
export async function measure(folder: string): Promise<Figure[]> {
  const stub = await startStub();
  const perEvent = async (heats: number, kinds: readonly Round[]) => {
    const times = kinds.map((): number[] => []);
    for (let heat = 0; heat < heats; heat += 1) {
      const ingest = await startContestant(bundleFile(folder, 'ingest'), stubEnvironment(stub.url));
      for (let round = -1; round < ROUNDS; round += 1) {
        for (const [index, kind] of kinds.entries()) {
          const { cpuMs } = await ingest.ingest(kind);
          if (round >= 0) times[index]?.push((cpuMs * 1_000) / kind.events);
        }
      }
      ingest.stop();
    }
    return times.map(median);
  };

  const full = fullPayload().length;
  const sizes = [...BATCH_SIZES, full];
  const bySize = await perEvent(
    HEATS,
    // Whole batches only: a rest would be a batch of another size.
    sizes.map((batchSize) => ({ batchSize, events: Math.ceil(EVENTS / batchSize) * batchSize })),
  );
  const byCalls = await perEvent(
    1,
    CALLS.map((calls) => ({ calls, batchSize: 200, events: Math.max(EVENTS, calls) })),
  );
  stub.stop();

  const large = bySize.filter((_time, index) => (sizes[index] ?? 0) >= 100);
  return [
    ...sizes.map((size, index) => ({
      name: `growth: an event in batches of ${size.toLocaleString('en-US')}${size === full ? ' (6 MB)' : ''}`,
      value: bySize[index] ?? 0,
      unit: 'µs',
    })),
    {
      name: 'growth: the dearest over the cheapest, 100 records to 6 MB',
      value: Math.max(...large) / Math.min(...large),
      unit: 'x',
      mustHold: { atMost: 1.15 },
    },
    ...CALLS.map((calls, index) => ({
      name: `growth: an event of ${calls.toLocaleString('en-US')} calls`,
      value: byCalls[index] ?? 0,
      unit: 'µs',
    })),
  ];
}
