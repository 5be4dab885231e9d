import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareGuards, createItemWriter, type GuardedItem } from '../../../lambda/store/item-writer.ts';
import { dynamoDbClient, ensureInsightsTable, startDynamoDb } from '../../../local/embedded-dynamodb.ts';
import { TABLES } from '../../../local/names.ts';
import { systemClock } from '../../../shared/clock.ts';
import { type Answer, startScriptedDynamoDb } from './scripted-dynamodb.ts';

const NEVER = new AbortController().signal;
const THROTTLED = { status: 400, name: 'ProvisionedThroughputExceededException', message: 'too much' };

const dynamodb = await startDynamoDb({ port: 0 });
const client = dynamoDbClient(dynamodb.url);
const writer = createItemWriter({ client, tables: TABLES, clock: systemClock });
beforeAll(() => ensureInsightsTable(client));
afterAll(() => dynamodb.close());

function guarded(id: string, rank: string, text = rank): GuardedItem {
  const attributes = { id: { S: id }, part: { S: 'summary' }, rank: { S: rank }, text: { S: text } };
  const json = JSON.stringify(attributes);
  return { table: 'call-insights', key: id, json, bytes: json.length, guard: { attribute: 'rank', value: rank } };
}

async function textOf(id: string): Promise<string | undefined> {
  const Key = { id: { S: id }, part: { S: 'summary' } };
  const { Item } = await client.send(new GetItemCommand({ TableName: TABLES['call-insights'], Key }));
  return Item?.text?.S;
}

function permutations<Element>(elements: readonly Element[]): Element[][] {
  if (elements.length < 2) return [[...elements]];
  return elements.flatMap((element, index) =>
    permutations(elements.filter((_other, other) => other !== index)).map((rest) => [element, ...rest]),
  );
}

it('leaves the greatest of all in the table, in whatever order and however often they come', async () => {
  for (const [number, order] of permutations(['0#2', '1#0', 'é', '\u{1f600}']).entries()) {
    const id = `order ${number}`;
    for (const rank of [...order, ...order]) await writer.putGuarded(guarded(id, rank), NEVER);
    expect(await textOf(id)).toBe('\u{1f600}');
  }
});

it('compares in this process as the table does', () => {
  const texts = ['0#1', '1', 'é', '\uffee', '\u{1f600}'];
  for (const [index, one] of texts.entries()) {
    for (const [other, text] of texts.entries()) {
      const compared = compareGuards({ attribute: 'rank', value: one }, { attribute: 'rank', value: text });
      expect(Math.sign(compared), `${one} ${text}`).toBe(Math.sign(index - other));
    }
  }
});

it('says what was there before, and that a smaller one changes nothing', async () => {
  expect(await writer.putGuarded(guarded('said', '2'), NEVER)).toEqual({ outcome: 'stored' });
  expect(await writer.putGuarded(guarded('said', '2', 'again'), NEVER)).toEqual({ outcome: 'stored', replaced: '2' });
  expect(await writer.putGuarded(guarded('said', '1'), NEVER)).toEqual({ outcome: 'superseded' });
  expect(await writer.putGuarded(guarded('said', '3'), NEVER)).toEqual({ outcome: 'stored', replaced: '2' });
  expect(await textOf('said')).toBe('3');
});

it('replaces a row that has no guard', async () => {
  await writer.put([{ ...guarded('bare', 'x'), json: '{"id":{"S":"bare"},"part":{"S":"summary"}}' }], NEVER);
  expect(await writer.putGuarded(guarded('bare', '0'), NEVER)).toEqual({ outcome: 'stored' });
  expect(await textOf('bare')).toBe('0');
});

async function scripted(...answers: Answer[]) {
  const { client: other, writes, stop } = await startScriptedDynamoDb((_write, attempt) => answers[attempt] ?? 'ok');
  const clock = { sleep: async () => undefined, random: () => 0 };
  try {
    const to = createItemWriter({ client: other, tables: TABLES, clock });
    return { result: await to.putGuarded(guarded('CA1', '1'), NEVER), requests: writes.length };
  } finally {
    await stop();
  }
}

it('is tried again where that can help, and refused where the table will never take it', async () => {
  const message = 'Item size has exceeded the maximum allowed size';
  expect(await scripted(THROTTLED, 'reset')).toEqual({ result: { outcome: 'stored' }, requests: 3 });
  expect(await scripted({ status: 400, name: 'ValidationException', message })).toEqual({
    result: { outcome: 'refused', message },
    requests: 1,
  });
});

it('throws what somebody has to cure', async () => {
  const denied = { status: 400, name: 'AccessDeniedException', message: 'not authorized' };
  await expect(scripted(denied)).rejects.toThrow('not authorized');
});
