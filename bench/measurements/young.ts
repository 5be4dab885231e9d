import { BATCH_SIZE } from '../../shared/stream-settings.ts';
import { bundleFile } from '../bundles.ts';
import { CONTESTANTS, type ContestantName, startContestant } from '../contestant.ts';
import { type Figure, median } from '../figure.ts';
import { inTurn } from '../in-turn.ts';
import { startStub, stubEnvironment } from '../stub-dynamodb.ts';

const EVENTS = 2_000;
const HEATS = 7;

/** The first events of a process, most of whose code no compiler has seen yet: Lambda's are often young. */
export async function measure(folder: string): Promise<Figure[]> {
  const stub = await startStub();
  const times: Record<ContestantName, number[]> = { naive: [], careful: [], lean: [], ingest: [] };
  for (let heat = 0; heat < HEATS; heat += 1) {
    for (const name of inTurn(CONTESTANTS, heat)) {
      const contestant = await startContestant(bundleFile(folder, name), stubEnvironment(stub.url));
      const { cpuMs } = await contestant.ingest({ events: EVENTS, batchSize: BATCH_SIZE });
      contestant.stop();
      times[name].push(cpuMs / EVENTS);
    }
  }
  stub.stop();
  const over = (rival: ContestantName) => median(times.ingest.map((ours, heat) => (times[rival][heat] ?? 0) / ours));
  const figure = (rival: ContestantName, mustHold?: Figure['mustHold']): Figure => ({
    name: `ingest: the first 2,000 events of a process, per CPU second, over ${rival}`,
    value: over(rival),
    unit: 'x',
    ...(mustHold && { mustHold }),
  });
  return [
    {
      name: 'ingest: the first 2,000 events of a process, per CPU second',
      value: 1_000 / median(times.ingest),
      unit: '/s',
    },
    figure('naive'),
    figure('careful', { atLeast: 1.2 }),
    figure('lean'),
  ];
}
