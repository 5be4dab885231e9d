import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectIdentifier,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { type ArchiveStore, ObjectGone } from './archive-store.ts';
import { createS3ArchiveWriter, type S3ArchiveOptions } from './s3-archive-writer.ts';

/** The most that one request deletes. */
const MAX_DELETED = 1_000;
/** Names of errors that say: it is another one by now, or none. */
const CHANGED = ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey', 'NotFound'];

/**
 * A bucket, whose conditions decide between two writers.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
 */
export function createS3Archive({ client, bucketName }: S3ArchiveOptions): ArchiveStore {
  const Bucket = bucketName;

  async function get(key: string, range?: string) {
    try {
      const { Body, ETag = '' } = await client.send(new GetObjectCommand({ Bucket, Key: key, Range: range }));
      return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(), etag: ETag };
    } catch (error) {
      if (isNamed(error, ['NoSuchKey', 'InvalidRange'])) return undefined;
      throw error;
    }
  }

  /** @returns its ETag; undefined where the condition does not hold */
  async function putIf(key: string, text: string, condition: { IfNoneMatch?: string; IfMatch?: string }) {
    const object = { Bucket, Key: key, Body: text, ContentType: 'application/json', ...condition };
    try {
      return (await client.send(new PutObjectCommand(object))).ETag;
    } catch (error) {
      if (isNamed(error, CHANGED)) return undefined;
      throw error;
    }
  }

  async function deleteAll(objects: readonly ObjectIdentifier[]): Promise<void> {
    for (let start = 0; start < objects.length; start += MAX_DELETED) {
      const Delete = { Objects: objects.slice(start, start + MAX_DELETED), Quiet: true };
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete }));
      const failed = Errors.find(({ Code = '' }) => !CHANGED.includes(Code));
      if (failed === undefined) continue;
      const { Key, Code = 'Error', Message } = failed;
      throw Object.assign(new Error(`${Key} cannot be deleted: ${Message ?? Code}`), { name: Code });
    }
  }

  return {
    ...createS3ArchiveWriter({ client, bucketName }),
    async *list(prefix, after) {
      const pages = paginateListObjectsV2({ client }, { Bucket, Prefix: prefix, StartAfter: after });
      for await (const { Contents = [] } of pages) {
        for (const { Key: key = '', Size: bytes = 0, ETag: etag = '', LastModified } of Contents) {
          yield { key, bytes, etag, modifiedMs: LastModified?.getTime() ?? 0 };
        }
      }
    },
    open: ({ key, bytes: byteLength }) => ({
      byteLength,
      async slice(start, end = byteLength) {
        const found = await get(key, `bytes=${start}-${end - 1}`);
        if (found?.bytes.length !== end - start) throw new ObjectGone(`${key} is not there any more`);
        return found.bytes.slice().buffer;
      },
    }),
    remove: (objects) => deleteAll(objects.map(({ key, etag }) => ({ Key: key, ETag: etag }))),
    async erase(key) {
      let page: ListObjectVersionsCommandOutput | undefined;
      do {
        const after = { KeyMarker: page?.NextKeyMarker, VersionIdMarker: page?.NextVersionIdMarker };
        page = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: key, ...after }));
        const all = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].filter(({ Key }) => Key === key);
        await deleteAll(all.map(({ VersionId }) => ({ Key: key, VersionId })));
      } while (page.IsTruncated);
    },
    create: (key, text) => putIf(key, text, { IfNoneMatch: '*' }),
    replace: (key, text, etag) => putIf(key, text, { IfMatch: etag }),
    async read(key) {
      const found = await get(key);
      return found && { text: new TextDecoder().decode(found.bytes), etag: found.etag };
    },
  };
}

function isNamed(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
