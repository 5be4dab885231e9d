import {
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import {
  type QuarantinedRecord,
  type QuarantineReader,
  type QuarantineWriter,
  recordJson,
  recordName,
  unsupportedJsonLines,
  unsupportedName,
} from './quarantine.ts';

export interface S3QuarantineOptions {
  client: S3Client;
  bucketName: string;
}

/**
 * Objects by the day they came: `quarantine/2026/11/21/<name>.json`, `unsupported/2026/11/21/<name>.jsonl`. An entry's
 * name is its key between the prefix and the ending.
 */
export function createS3Quarantine({ client, bucketName }: S3QuarantineOptions): QuarantineWriter & QuarantineReader {
  async function put(key: string, contentType: string, text: string, signal: AbortSignal): Promise<void> {
    const object = new PutObjectCommand({ Bucket: bucketName, Key: key, Body: text, ContentType: contentType });
    await client.send(object, { abortSignal: signal });
  }

  async function* names(): AsyncGenerator<string> {
    for await (const { Contents } of paginateListObjectsV2(
      { client },
      { Bucket: bucketName, Prefix: BUCKET_PREFIX.quarantine },
    )) {
      for (const { Key } of Contents ?? [])
        if (Key !== undefined) yield Key.slice(BUCKET_PREFIX.quarantine.length, -'.json'.length);
    }
  }

  return {
    putRecord: (record, signal) =>
      put(
        `${BUCKET_PREFIX.quarantine}${day(record)}/${recordName(record)}.json`,
        'application/json',
        recordJson(record),
        signal,
      ),
    putUnsupported: (events, signal) =>
      put(
        `${BUCKET_PREFIX.unsupported}${day(events)}/${unsupportedName(events)}.jsonl`,
        'application/x-ndjson',
        unsupportedJsonLines(events),
        signal,
      ),
    names,
    async get(name) {
      try {
        const object = await client.send(
          new GetObjectCommand({ Bucket: bucketName, Key: `${BUCKET_PREFIX.quarantine}${name}.json` }),
        );
        return JSON.parse((await object.Body?.transformToString()) ?? '') as QuarantinedRecord;
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
  };
}

function day({ arrivedAt }: { arrivedAt: string }): string {
  return arrivedAt.slice(0, 'yyyy-mm-dd'.length).replaceAll('-', '/');
}
