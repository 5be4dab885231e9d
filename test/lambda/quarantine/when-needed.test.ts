import { expect, it } from 'vitest';
import type { QuarantinedRecord, QuarantineWriter } from '../../../lambda/quarantine/quarantine.ts';
import { openedWhenNeeded } from '../../../lambda/quarantine/when-needed.ts';

const RECORD: QuarantinedRecord = {
  reason: 'not-json',
  detail: 'it ends early',
  streamArn: 'arn:aws:kinesis:us-east-1:123456789012:stream/calls',
  shardId: 'shardId-000000000000',
  sequenceNumber: '1',
  partitionKey: 'AC1',
  arrivedAt: '2026-11-20T12:00:00.000Z',
  data: '',
};
const EVENTS = {
  shardId: RECORD.shardId,
  firstSequenceNumber: '1',
  lastSequenceNumber: '2',
  arrivedAt: RECORD.arrivedAt,
  lines: ['{}'],
};
const { signal } = new AbortController();

/** Says what it was told, and how often it was opened. */
function opening() {
  const said: string[] = [];
  const writer: QuarantineWriter = {
    putRecord: async ({ sequenceNumber }) => void said.push(`record ${sequenceNumber}`),
    putUnsupported: async ({ lines }) => void said.push(`events ${lines.length}`),
  };
  const open = async () => {
    said.push('opened');
    return writer;
  };
  return { said, open };
}

it('a writer is opened once, and not before there is something to put aside', async () => {
  const { said, open } = opening();
  const writer = openedWhenNeeded(open);
  expect(said).toEqual([]);
  await Promise.all([writer.putRecord(RECORD, signal), writer.putUnsupported(EVENTS, signal)]);
  await writer.putRecord(RECORD, signal);
  expect(said).toEqual(['opened', 'record 1', 'events 1', 'record 1']);
});

it('a writer that could not be opened fails the one that asked, and is tried again', async () => {
  const { said, open } = opening();
  let isThere = false;
  const writer = openedWhenNeeded(async () => {
    if (!isThere) throw new Error('no such file');
    return open();
  });
  await expect(writer.putRecord(RECORD, signal)).rejects.toThrow('no such file');
  isThere = true;
  await writer.putRecord(RECORD, signal);
  expect(said).toEqual(['opened', 'record 1']);
});
