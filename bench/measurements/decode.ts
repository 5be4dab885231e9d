import { fork } from 'node:child_process';
import { marshall } from '@aws-sdk/util-dynamodb';
import { decode } from '../../lambda/ingest/decode.ts';
import { CONFIG } from '../../samples/builders.ts';
import { childAnswer } from '../child-answer.ts';
import { type Figure, median } from '../figure.ts';
import { realisticRecords } from '../records.ts';
import { itemOf as rivalRow } from '../rivals/item.ts';
import { sampleEvent, sampleItem } from '../sample-items.ts';

const EVENTS = 4_000;
/** The same code in another process is up to a tenth faster or slower. */
const HEATS = 5;
const WARM_UP_ROUNDS = 10;
const ROUNDS = 30;

/** Times of a round, each over the floor: base64 and JSON.parse. */
interface Round {
  decoding: number;
  writing: number;
  /** The rivals' row, made before. */
  writingRow: number;
}

/** What a record costs until it is a typed event, and an event until it is what goes over the wire. */
export async function measure(): Promise<Figure[]> {
  const rounds: Round[] = [];
  for (let heat = 0; heat < HEATS; heat += 1) {
    rounds.push(...(await childAnswer<Round[]>(fork(import.meta.filename))));
  }
  const over = (of: keyof Round) => median(rounds.map((round) => round[of]));
  return [
    {
      name: 'decode and validate, over base64 and JSON.parse',
      value: over('decoding'),
      unit: 'x',
      mustHold: { atMost: 1.35 },
    },
    {
      name: 'event to item on the wire, over base64 and JSON.parse',
      value: over('writing'),
      unit: 'x',
      mustHold: { atMost: 1.3 },
    },
    { name: 'rivals’ row on the wire, over base64 and JSON.parse', value: over('writingRow'), unit: 'x' },
  ];
}

function runHeat(): Round[] {
  const records = realisticRecords(EVENTS);
  const texts = records.map(({ kinesis }) => kinesis.data);
  const rows = records.map(rivalRow);
  const events = texts.map(sampleEvent);
  const rounds: Round[] = [];
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    const floor = cpuMs(texts, (text) => JSON.parse(Buffer.from(text, 'base64').toString('utf8')));
    const decoding = cpuMs(texts, decode) / floor;
    const writing = cpuMs(events, (event) => sampleItem(event, CONFIG)) / floor;
    const writingRow = cpuMs(rows, (row) => JSON.stringify(marshall(row, { removeUndefinedValues: true }))) / floor;
    if (round >= 0) rounds.push({ decoding, writing, writingRow });
  }
  return rounds;
}

function cpuMs<Input>(inputs: readonly Input[], work: (input: Input) => unknown): number {
  const before = process.cpuUsage();
  for (const input of inputs) work(input);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

if (import.meta.main) process.send?.(runHeat());
