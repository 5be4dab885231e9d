import { BATCH_SIZE } from '../../shared/stream-settings.ts';
import { bundleFile } from '../bundles.ts';
import {
  CONTESTANTS,
  type Contestant,
  type ContestantName,
  RIVALS,
  type Spent,
  startContestant,
} from '../contestant.ts';
import { type Figure, median } from '../figure.ts';
import { inTurn } from '../in-turn.ts';
import { checkEquality } from '../stored-events.ts';
import { startStub, stubEnvironment } from '../stub-dynamodb.ts';

/** Those whose requests are as many as ours. */
const WRITES_OF_25 = ['careful', 'lean', 'ingest'] as const;
const EVENTS: Record<ContestantName, number> = { naive: 600, careful: 2_000, lean: 2_000, ingest: 2_400 };
const STORE_MS = 5;
/** The smallest batches of a quiet stream, and what a busy one has piled up. */
const OTHER_BATCHES = [10, 3_000];

interface Race {
  names: readonly ContestantName[];
  /** The events of each; those of `EVENTS` where nothing is said. */
  events?: number;
  batchSize: number;
  storeMs: number;
  /** The same code in another process is up to a tenth faster or slower: each heat has fresh ones. */
  heats: number;
  /** Until the compilers are done with what a warm function runs. */
  warmUpRounds: number;
  rounds: number;
}

/** As the event source mapping is deployed. */
const DEPLOYED: Race = { names: CONTESTANTS, batchSize: BATCH_SIZE, storeMs: 0, heats: 5, warmUpRounds: 12, rounds: 5 };

/** Events through whole handlers, the rivals' and the one that is deployed, against a store that costs them nothing. */
export async function measure(folder: string): Promise<Figure[]> {
  await checkEquality(folder, RIVALS);
  const { times: atOnce, garbage } = await race(folder, DEPLOYED);
  const { times: slowStore } = await race(folder, { ...DEPLOYED, storeMs: STORE_MS, heats: 2 });
  const others: Figure[] = [];
  for (const batchSize of OTHER_BATCHES) {
    const { times } = await race(folder, {
      ...DEPLOYED,
      names: WRITES_OF_25,
      events: 3_000,
      batchSize,
      heats: 2,
      warmUpRounds: 6,
    });
    const name = (rival: string) => `ingest: per CPU second, over ${rival}, batches of ${batchSize}`;
    for (const rival of ['careful', 'lean'] as const) others.push(over(name(rival), times, rival, 'cpuMs'));
  }
  const slower = `with a store that answers in ${STORE_MS} ms`;
  return [
    ...CONTESTANTS.map((name) => ({
      name: `ingest: ${inFigure(name)}events per CPU second`,
      value: 1_000 / median(atOnce[name].map(({ cpuMs }) => cpuMs)),
      unit: '/s',
    })),
    {
      name: 'ingest: events per second',
      value: 1_000 / median(atOnce.ingest.map(({ wallMs }) => wallMs)),
      unit: '/s',
    },
    over('ingest: per CPU second, over naive', atOnce, 'naive', 'cpuMs', { atLeast: 8 }),
    over('ingest: per second, over naive', atOnce, 'naive', 'wallMs', { atLeast: 5 }),
    over('ingest: per CPU second, over careful', atOnce, 'careful', 'cpuMs', { atLeast: 1.5 }),
    over('ingest: per CPU second, over lean, which keeps data alone', atOnce, 'lean', 'cpuMs', { atLeast: 1.3 }),
    ...others,
    over(`ingest: per second, over naive, ${slower}`, slowStore, 'naive', 'wallMs', { atLeast: 5 }),
    over(`ingest: per second, over careful with half the writes at once, ${slower}`, slowStore, 'careful', 'wallMs'),
    over(`ingest: per second, over lean, ${slower}`, slowStore, 'lean', 'wallMs'),
    ...CONTESTANTS.flatMap((name) => garbageFigures(name, garbage[name])),
  ];
}

function inFigure(name: ContestantName): string {
  return name === 'ingest' ? '' : `${name} rival, `;
}

function garbageFigures(name: ContestantName, rounds: readonly Spent[]): Figure[] {
  const of = (what: 'collectingMs' | 'allocatedBytes') => median(rounds.map((spent) => spent[what] ?? 0));
  return [
    { name: `ingest: ${inFigure(name)}collecting garbage`, value: of('collectingMs') * 1_000, unit: 'µs an event' },
    { name: `ingest: ${inFigure(name)}allocated`, value: of('allocatedBytes') / 1_024, unit: 'KB an event' },
  ];
}

/** What an event took, in every round. */
type Times = Record<ContestantName, Spent[]>;

/** The median of the rounds' ratios: what slows the machine down slows both sides of a round. */
function over(
  name: string,
  times: Times,
  rival: (typeof RIVALS)[number],
  what: 'cpuMs' | 'wallMs',
  mustHold?: Figure['mustHold'],
): Figure {
  const ratios = times.ingest.map((ours, round) => (times[rival][round]?.[what] ?? 0) / ours[what]);
  return { name, value: median(ratios), unit: 'x', ...(mustHold && { mustHold }) };
}

async function race(folder: string, kind: Race): Promise<{ times: Times; garbage: Times }> {
  const stub = await startStub({ latencyMs: kind.storeMs });
  const results = { times: noTimes(), garbage: noTimes() };
  for (let heat = 0; heat < kind.heats; heat += 1) {
    const contestants = new Map<ContestantName, Contestant>();
    for (const name of kind.names) {
      contestants.set(name, await startContestant(bundleFile(folder, name), stubEnvironment(stub.url)));
    }
    await runHeat(contestants, kind, results);
    for (const contestant of contestants.values()) contestant.stop();
  }
  stub.stop();
  return results;
}

async function runHeat(
  contestants: ReadonlyMap<ContestantName, Contestant>,
  { batchSize, warmUpRounds, rounds, ...kind }: Race,
  { times, garbage }: { times: Times; garbage: Times },
): Promise<void> {
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const [name, contestant] of inTurn([...contestants], round + warmUpRounds)) {
      const events = kind.events ?? EVENTS[name];
      const spent = await contestant.ingest({ events, batchSize });
      if (round >= 0) times[name].push(perEvent(spent, events));
    }
  }
  for (const [name, contestant] of contestants) {
    const events = kind.events ?? EVENTS[name];
    garbage[name].push(perEvent(await contestant.ingest({ events, batchSize, garbage: true }), events));
  }
}

function noTimes(): Times {
  return { naive: [], careful: [], lean: [], ingest: [] };
}

function perEvent({ cpuMs, wallMs, collectingMs = 0, allocatedBytes = 0 }: Spent, events: number): Spent {
  return {
    cpuMs: cpuMs / events,
    wallMs: wallMs / events,
    collectingMs: collectingMs / events,
    allocatedBytes: allocatedBytes / events,
  };
}
