import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { kinesisClient } from '../../../local/embedded-kinesis.ts';
import { MAX_RECORD_BYTES, type OutgoingRecord, putRecords } from '../../../operations/stream/put-records.ts';

interface PutRecordsRequest {
  StreamName: string;
  Records: { PartitionKey: string; Data: string }[];
}

let opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened) close();
  opened = [];
});

/** A server that plays Kinesis: `refuses` says of each record whether the stream has no room for it. */
async function openStream(refuses: (text: string, nth: number) => boolean = () => false) {
  const requests: PutRecordsRequest[] = [];
  const server = createServer(async (incoming, answer) => {
    const request = (await json(incoming)) as PutRecordsRequest;
    const nth = requests.push(request) - 1;
    const results = request.Records.map((record, index) =>
      refuses(text(record), nth)
        ? { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded for shard 0' }
        : { SequenceNumber: String(index), ShardId: 'shardId-000000000000' },
    );
    const FailedRecordCount = results.filter((result) => 'ErrorCode' in result).length;
    answer.setHeader('content-type', 'application/x-amz-json-1.1');
    answer.end(JSON.stringify({ FailedRecordCount, Records: results }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = kinesisClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  opened.push(() => {
    client.destroy();
    server.close();
    server.closeAllConnections();
  });
  const waits: number[] = [];
  const clock = { sleep: async (ms: number) => void waits.push(ms), random: () => 0.5 };
  return { requests, waits, put: (records: readonly OutgoingRecord[]) => putRecords(client, 'calls', records, clock) };
}

function text({ Data }: { Data: string }): string {
  return Buffer.from(Data, 'base64').toString();
}

const record = (data: string) => ({ partitionKey: 'CA1', data: Buffer.from(data) });
const sentTexts = ({ Records }: PutRecordsRequest) => Records.map(text);

it('puts up to 500 records a request, in their order', async () => {
  const { requests, put } = await openStream();
  const texts = Array.from({ length: 1_201 }, (_record, index) => `event ${index}`);
  await put(texts.map(record));
  expect(requests.map(({ Records }) => Records.length)).toEqual([500, 500, 201]);
  expect(requests.flatMap(sentTexts)).toEqual(texts);
  expect(requests[0]).toMatchObject({ StreamName: 'calls' });
  expect(requests[0]?.Records[0]).toEqual({ PartitionKey: 'CA1', Data: Buffer.from('event 0').toString('base64') });
});

it('puts up to 5 MB a request, partition keys among them', async () => {
  const { requests, put } = await openStream();
  const partitionKey = 'k'.repeat(8);
  const data = Buffer.alloc(MAX_RECORD_BYTES - 8, 'x');
  await put([...Array.from({ length: 5 }, () => ({ partitionKey, data })), { partitionKey, data: Buffer.from('x') }]);
  expect(requests.map(({ Records }) => Records.length)).toEqual([5, 1]);
});

it('puts nothing where there is nothing', async () => {
  const { requests, put } = await openStream();
  await put([]);
  expect(requests).toEqual([]);
});

it('tries those again that the stream refuses, and no others, later each time', async () => {
  const { requests, waits, put } = await openStream((data, nth) => nth < 3 && data.startsWith('unlucky'));
  await put(['a', 'unlucky 1', 'b', 'unlucky 2'].map(record));
  expect(requests.map(sentTexts)).toEqual([
    ['a', 'unlucky 1', 'b', 'unlucky 2'],
    ['unlucky 1', 'unlucky 2'],
    ['unlucky 1', 'unlucky 2'],
    ['unlucky 1', 'unlucky 2'],
  ]);
  expect(waits).toEqual([25, 50, 100]);
});

it('gives up after ten attempts, with what the stream says', async () => {
  const { requests, put } = await openStream((data) => data !== 'a');
  await expect(put(['a', 'b', 'c'].map(record))).rejects.toThrow('2 records refused: Rate exceeded for shard 0');
  expect(requests).toHaveLength(10);
});
