import { BATCH_SIZE } from '../../shared/stream-settings.ts';
import { bundleFile } from '../bundles.ts';
import { COLLECT_GARBAGE, type Round, startContestant } from '../contestant.ts';
import { type Figure, mean, median } from '../figure.ts';
import { inTurn } from '../in-turn.ts';
import { fullPayload } from '../records.ts';
import { startStub, stubEnvironment } from '../stub-dynamodb.ts';

const BATCH_SIZES = [10, 25, 100, BATCH_SIZE, 500, 1_000];
const CALLS = [1, 10, 100, 1_000, 10_000, 100_000];
const EVENTS = 6_000;
/** The same code in another process is up to a tenth faster or slower, hence the heats. */
const OF_SIZES = { heats: 3, warmUpRounds: 3, rounds: 7 };
/** A hundred thousand calls are as many events at least. */
const OF_CALLS = { heats: 1, warmUpRounds: 1, rounds: 3 };
type Race = typeof OF_SIZES;

/** CPU time for each event as batches grow and calls become more: linear is a flat line. */
export async function measure(folder: string): Promise<Figure[]> {
  const stub = await startStub();
  /** Microseconds for an event, of every round; a heat has a process of its own, which runs all kinds in turn. */
  const race = async ({ heats, warmUpRounds, rounds }: Race, kinds: readonly Round[]) => {
    const times: number[][] = [];
    for (let heat = 0; heat < heats; heat += 1) {
      const contestant = await startContestant(
        bundleFile(folder, 'ingest'),
        stubEnvironment(stub.url),
        COLLECT_GARBAGE,
      );
      for (let round = -warmUpRounds; round < rounds; round += 1) {
        const ofRound: number[] = [];
        for (const [index, kind] of inTurn([...kinds.entries()], round + warmUpRounds)) {
          const { cpuMs } = await contestant.ingest(kind);
          ofRound[index] = (cpuMs * 1_000) / kind.events;
        }
        if (round >= 0) times.push(ofRound);
      }
      contestant.stop();
    }
    return times;
  };

  const full = fullPayload().length;
  const sizes = [...BATCH_SIZES, full];
  const bySize = await race(
    OF_SIZES,
    // Whole batches only: a rest would be a batch of another size.
    sizes.map((batchSize) => ({ batchSize, events: Math.ceil(EVENTS / batchSize) * batchSize })),
  );
  const byCalls = await race(
    OF_CALLS,
    CALLS.map((calls) => ({ calls, batchSize: BATCH_SIZE, events: Math.max(EVENTS, calls) })),
  );
  stub.stop();

  const large = bySize.map((times) => times.filter((_time, index) => (sizes[index] ?? 0) >= 100));
  // Each over its own round: what slows the machine down slows all sizes of a round.
  const overMean = medians(large.map((times) => times.map((time) => time / mean(times))));
  return [
    ...medians(bySize).map((value, index) => ({
      name: `growth: an event in batches of ${nameOf(sizes[index] ?? 0, full)}`,
      value,
      unit: 'µs',
    })),
    {
      name: 'growth: the dearest over the cheapest, 100 records to 6 MB',
      value: Math.max(...overMean) / Math.min(...overMean),
      unit: 'x',
      mustHold: { atMost: 1.15 },
    },
    ...medians(byCalls).map((value, index) => ({
      name: `growth: an event of ${(CALLS[index] ?? 0).toLocaleString('en-US')} calls`,
      value,
      unit: 'µs',
    })),
  ];
}

function nameOf(size: number, full: number): string {
  return `${size.toLocaleString('en-US')}${size === full ? ' (6 MB)' : ''}`;
}

/** Of each column. */
function medians(rows: readonly (readonly number[])[]): number[] {
  return (rows[0] ?? []).map((_first, column) => median(rows.map((row) => row[column] ?? 0)));
}
