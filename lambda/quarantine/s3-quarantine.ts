import {
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import {
  createQuarantineWriter,
  type Entry,
  parseRecord,
  type QuarantineReader,
  type QuarantineWriter,
} from './quarantine.ts';

const PREFIX = BUCKET_PREFIX.quarantine;
const JSON_OBJECT = '.json';
const CONTENT_TYPE = { '.json': 'application/json', '.jsonl': 'application/x-ndjson' };

export interface S3QuarantineOptions {
  client: S3Client;
  bucketName: string;
}

/**
 * Objects by the day they arrived: `quarantine/2026/11/21/<name>.json`, `unsupported/2026/11/21/<name>.jsonl`. A
 * reader's name is the key between the prefix and the ending.
 */
export function createS3Quarantine({ client, bucketName }: S3QuarantineOptions): QuarantineWriter & QuarantineReader {
  async function put({ kind, name, ending, text, arrivedAt }: Entry, signal: AbortSignal): Promise<void> {
    const object = new PutObjectCommand({
      Bucket: bucketName,
      Key: `${BUCKET_PREFIX[kind]}${day(arrivedAt)}/${name}${ending}`,
      Body: text,
      ContentType: CONTENT_TYPE[ending],
    });
    await client.send(object, { abortSignal: signal });
  }

  /** S3 lists by name, which is by day and then by shard: to know the last stored, all are listed. */
  async function* names(): AsyncGenerator<string> {
    const objects: { key: string; at: number }[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucketName, Prefix: PREFIX })) {
      objects.push(...Contents.map(({ Key = '', LastModified }) => ({ key: Key, at: LastModified?.getTime() ?? 0 })));
    }
    const named = objects.map(({ key, at }) => ({ name: key.slice(PREFIX.length, -JSON_OBJECT.length), at }));
    for (const { name } of named.sort((one, other) => compare(dayOf(other), dayOf(one)) || other.at - one.at))
      yield name;
  }

  return {
    ...createQuarantineWriter(put),
    names,
    async get(name) {
      const key = `${PREFIX}${name}${JSON_OBJECT}`;
      try {
        const object = await client.send(new GetObjectCommand({ Bucket: bucketName, Key: key }));
        return parseRecord((await object.Body?.transformToString()) ?? '');
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
  };
}

function day(arrivedAt: string): string {
  return arrivedAt.slice(0, 'yyyy-mm-dd'.length).replaceAll('-', '/');
}

function dayOf({ name }: { name: string }): string {
  return name.slice(0, 'yyyy/mm/dd'.length);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
