import type { KinesisStreamBatchResponse, KinesisStreamRecord } from 'aws-lambda';
import type { Attributes } from '../../lambda/store/attribute-value.ts';
import { SHARD_END } from '../../local/checkpoints.ts';
import { laneOf } from '../../local/shard-consumer.ts';
import type { Scenario } from './scenario.ts';
import type { SimulatedStorage } from './simulated-storage.ts';
import { type PlacedRecord, type SimulatedStream, sizeOf } from './simulated-stream.ts';

/** What must hold in every scenario. */
export const PROPERTIES = {
  loss: 'every record is a row, in quarantine, kept as unsupported, or in a batch given up',
  phantom: 'there is nothing that no record says, and nothing twice',
  replay: 'replaying the records leaves the table byte-identical',
  greatest: 'the row of a call is the greatest version of its summary that came',
  pointer: 'whoever finds a call by its number or its parent finds its summary, and the other way',
  order: 'the order and the batches in which records come do not matter',
  checkpoint: 'no checkpoint passes a record that is not safe',
  delay: 'a bad record makes no other one wait, nor does a bucket that fails',
  answer: 'an answer names one record at most, one of the batch',
  deadline: 'the function answers before its deadline',
  haste: 'the function gives records back only when its time is nearly up',
  batch: 'batches are as large as they may be at most, and a batch write names no key twice',
  sequence: 'records of one partition key go to the function in their order, also across a split or a merge',
  'given-up': 'what is too old or was tried often enough is given up, and nothing else',
  throw: 'the function throws nothing of its own',
  end: 'in the end everything is acknowledged',
} as const;
export type Property = keyof typeof PROPERTIES;

export interface Violation {
  property: Property;
  detail: string;
}

export interface AccountOptions {
  scenario: Scenario;
  stream: SimulatedStream;
  storage: SimulatedStorage;
}

/** Of the 60 seconds that the function has: the last try is begun ten before, and tries are five apart. */
const NEARLY_UP_MS = 44_000;

/** Watches a simulation, and says what does not hold. */
export function createAccount({ scenario, stream, storage }: AccountOptions) {
  const violations: Violation[] = [];
  const { parallelizationFactor, bisectBatchOnError, maximumRecordAgeMs, maximumRetryAttempts } = scenario.mapping;
  const { batchSize, maximumPayloadBytes } = scenario.mapping;
  const isOnlyBucketAtFault =
    scenario.faults.every(({ target }) => target === 'quarantine') &&
    scenario.kills.length + scenario.crashes.length === 0;
  const isCalm = [scenario.faults, scenario.kills, scenario.crashes].every(({ length }) => length === 0);
  const acknowledged = new Set<PlacedRecord>();

  const report = (property: Property, detail: string) => void violations.push({ property, detail });
  const arrivedAt = ({ kinesis }: PlacedRecord) => Math.round(kinesis.kinesis.approximateArrivalTimestamp * 1000);
  const nameOf = ({ position, plan }: PlacedRecord) => `record ${position} (${plan.kind})`;
  const placedAt = ({ kinesis }: KinesisStreamRecord) =>
    stream.placed.find((record) => record.kinesis.kinesis.sequenceNumber === kinesis.sequenceNumber);

  function isKept(ids: readonly string[]): boolean {
    const kept = storage.unsupported();
    return ids.every((id) => kept.has(id));
  }

  /** Its summaries, or greater versions, are there. */
  function isSummed({ summaries }: PlacedRecord): boolean {
    return summaries.every(({ key, rank }) => storage.rankAt(key) >= rank);
  }

  function isSafe(record: PlacedRecord): boolean {
    const { sequenceNumber, data } = record.kinesis.kinesis;
    if (storage.isGivenUp(sequenceNumber)) return true;
    return (
      record.rows.every((id) => storage.keysOf(id) > 0) &&
      isSummed(record) &&
      (record.unsupported.length === 0 || isKept(record.unsupported)) &&
      (!record.isQuarantined || storage.quarantined(`${record.shardId}-${sequenceNumber}`)?.data === data)
    );
  }

  function checkGivenUp(): void {
    for (const { condition, records, at, invokeCount } of storage.givenUp) {
      const placed = records.map(placedAt).filter((record) => record !== undefined);
      const isTriedOut = invokeCount > maximumRetryAttempts;
      const young = placed.filter((record) => at - arrivedAt(record) < maximumRecordAgeMs);
      if (condition === 'RecordAgeExceeded') {
        if (young.length > 0) report('given-up', `${young.map(nameOf)} for their age, beside older ones`);
        continue;
      }
      if (!isTriedOut) report('given-up', `${placed.map(nameOf)} after ${invokeCount} attempts`);
      if (!isCalm) continue;
      const pills = placed.filter(({ plan }) => plan.kind === 'pill');
      if (pills.length === 0 || (bisectBatchOnError && pills.length < placed.length)) {
        report('given-up', `${placed.map(nameOf)}, of which ${pills.length} had to be`);
      }
    }
  }

  function checkSummaries(): void {
    const givenUp = new Set(
      stream.placed
        .filter(({ kinesis }) => storage.isGivenUp(kinesis.kinesis.sequenceNumber))
        .flatMap(({ summaries }) => summaries.map(({ key }) => key)),
    );
    const ranks = new Map<string, string>();
    for (const { key, rank } of stream.placed.flatMap(({ summaries }) => summaries)) {
      if (rank > (ranks.get(key) ?? '')) ranks.set(key, rank);
    }
    for (const [key, rank] of ranks) {
      if (!givenUp.has(key) && storage.rankAt(key) !== rank) report('greatest', key);
    }
    for (const key of storage.rows.keys()) {
      const led = ledTo(key);
      // What was given up can have written what leads to it.
      if (led.length === 0 || led.some((one) => givenUp.has(one))) continue;
      if (led.every((one) => storage.rankAt(one) === '')) report('pointer', `${key} leads to nothing`);
    }
  }

  function checkPhantoms(): void {
    const rows = new Set(stream.placed.flatMap((record) => [...record.rows, ...record.summaries.map(({ id }) => id)]));
    const unsupported = new Set(stream.placed.flatMap((record) => record.unsupported));
    const bad = new Map(
      stream.placed
        .filter((record) => record.isQuarantined)
        .map((record) => [`quarantine/${record.shardId}-${record.kinesis.kinesis.sequenceNumber}`, record]),
    );
    for (const id of storage.ids()) {
      if (!rows.has(id)) report('phantom', `a row of ${id}`);
      if (storage.keysOf(id) > 1) report('phantom', `${storage.keysOf(id)} rows of ${id}`);
    }
    for (const id of storage.unsupported()) if (!unsupported.has(id)) report('phantom', `${id} as unsupported`);
    for (const [key, { kind }] of storage.entries) {
      if (kind === 'quarantine' && !bad.has(key)) report('phantom', key);
    }
  }

  return {
    violations,
    report,
    isDone: () => acknowledged.size === scenario.records.length,
    holdsPill: (records: readonly KinesisStreamRecord[]) =>
      records.some((record) => placedAt(record)?.plan.kind === 'pill'),
    invoked(records: readonly KinesisStreamRecord[], now: number): void {
      const batch = records.map(placedAt).filter((record) => record !== undefined);
      const bytes = batch.reduce((sum, record) => sum + sizeOf(record), 0);
      if (batch.length > batchSize) report('batch', `${batch.length} records`);
      if (batch.length > 1 && bytes > maximumPayloadBytes) report('batch', `${batch.length} records of ${bytes} bytes`);
      const old = batch.filter((record) => now - arrivedAt(record) > maximumRecordAgeMs);
      if (old.length > 0) report('given-up', `${old.map(nameOf)} are invoked, though too old`);
      for (const [index, record] of batch.entries()) {
        const before = batch.slice(0, index);
        const passed = stream.placed.find(
          (earlier) =>
            earlier.position < record.position &&
            earlier.partitionKey === record.partitionKey &&
            !acknowledged.has(earlier) &&
            !before.includes(earlier),
        );
        if (passed !== undefined) report('sequence', `${nameOf(record)} before ${nameOf(passed)}`);
      }
    },
    answered(records: readonly KinesisStreamRecord[], response: KinesisStreamBatchResponse, tookMs: number): void {
      const failures = response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      const numbers = records.map(({ kinesis }) => kinesis.sequenceNumber);
      if (failures.length > 1) report('answer', `${failures.length} records are named`);
      const foreign = failures.filter((failure) => !numbers.includes(failure));
      if (foreign.length > 0) report('answer', `${foreign} is none of the batch`);
      if (failures.length > 0 && tookMs < NEARLY_UP_MS) report('haste', `${failures} after ${tookMs} ms`);
      if (isCalm && failures.length > 0) report('delay', `${failures} although nothing failed`);
      if (!isOnlyBucketAtFault) return;
      const late = records
        .map(placedAt)
        .filter((record) => record?.rows.some((id) => storage.keysOf(id) === 0) || (record && !isSummed(record)));
      if (late.length > 0) report('delay', `${late.length} records have no row, though the table does not fail`);
    },
    /** The summary of a call is written: what leads to it has to be there. */
    summaryWritten(row: Attributes): void {
      for (const key of keysOfPointers(row)) if (!storage.rows.has(key)) report('pointer', `${key} is missing`);
    },
    /** @param checkpoint as it is saved: a shard, or its part */
    checkpointSaved(checkpoint: string, value: string): void {
      const [shardId, lane = '1/1'] = checkpoint.split(' ');
      const index = Number(lane.split('/')[0]) - 1;
      const records = stream.shards.find((shard) => shard.shardId === shardId)?.records ?? [];
      for (const record of records) {
        const { sequenceNumber, partitionKey } = record.kinesis.kinesis;
        if (value !== SHARD_END && sequenceNumber > value) break;
        if (laneOf(partitionKey, parallelizationFactor) !== index || acknowledged.has(record)) continue;
        if (!isSafe(record)) report('checkpoint', `${nameOf(record)} is passed`);
        acknowledged.add(record);
      }
    },
    close(isDone: boolean): void {
      const left = scenario.records.length - acknowledged.size;
      if (!isDone) report('end', `${left} records are not acknowledged`);
      for (const record of stream.placed) if (isDone && !isSafe(record)) report('loss', nameOf(record));
      if (isDone) checkSummaries();
      checkPhantoms();
      checkGivenUp();
    },
  };
}

/** The rows that one leads to, as far as it leads: one of them has to be there. A number's leads to a call, or one in a conference. */
function ledTo(key: string): string[] {
  const [, callSid = '', conferenceSid, participantSid] =
    /^\S+ (?:child|\d{4}-[^#]+)#(CA\d+)$/.exec(key) ?? /^(CA\d+) conference#(CF\d+)#(CP\d+)$/.exec(key) ?? [];
  if (callSid === '') return [];
  const inConference = `CF${'0'.repeat(32)} participant#${callSid.replace('CA', 'CP')}`;
  if (conferenceSid !== undefined) return [`${conferenceSid} participant#${participantSid}`];
  return key.includes(' child#') ? [`${callSid} summary`] : [`${callSid} summary`, inConference];
}

function keysOfPointers({
  started_id: startedId,
  from,
  to,
  call_sid: callSid,
  parent_call_sid: parent,
  conference_sid: conference,
  participant_sid: participant,
}: Attributes): string[] {
  if (participant?.S) {
    return [
      `${callSid?.S} conference#${conference?.S}#${participant.S}`,
      `${from?.S} 2026-11-20T11:56:00.000Z#${callSid?.S}`,
    ];
  }
  if (conference?.S) return [];
  const parties = [from?.M?.caller?.S, to?.M?.callee?.S].map((party) => `${party} ${startedId?.S}`);
  return parent?.S ? [...parties, `${parent.S} child#${callSid?.S}`] : parties;
}
