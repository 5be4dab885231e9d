import type { ArchiveStore } from '../lambda/archive/archive-store.ts';
import type { ArchiveQuery } from '../lambda/query/archive-query.ts';
import type { AwsOptions } from '../operations/aws/aws-options.ts';
import { Trouble } from '../shared/trouble.ts';
import { once } from './once.ts';

/** A folder on this machine, or a bucket and what asks Athena about it. */
export type ArchivePlace = ArchiveFolder | ArchiveBucket;

export interface ArchiveFolder {
  directory: string;
}

export interface ArchiveBucket {
  clientConfig: AwsOptions;
  bucketName: string;
  database: string;
  workGroup: string;
}

/** For a command that works without as well. */
export class NoArchive extends Trouble {}

/** Of a local pipeline or of a stack. What is not asked for is neither opened nor loaded. */
export interface OpenArchive {
  store(): Promise<ArchiveStore>;
  query(): Promise<ArchiveQuery>;
}

export function openArchive(target: { archivePlace(): Promise<ArchivePlace> }): OpenArchive {
  const place = once(() => target.archivePlace());
  return {
    /** The objects. @throws Trouble where there is no archive */
    store: once(async (): Promise<ArchiveStore> => {
      const where = await place();
      if ('directory' in where) {
        const { createFileArchive } = await import('../lambda/archive/file-archive.ts');
        return createFileArchive(where);
      }
      const { S3Client } = await import('@aws-sdk/client-s3');
      const { createS3Archive } = await import('../lambda/archive/s3-archive.ts');
      return createS3Archive({ client: new S3Client(where.clientConfig), bucketName: where.bucketName });
    }),
    /** Athena, or DuckDB on this machine: `close` it. @throws Trouble where there is no archive */
    query: once(async (): Promise<ArchiveQuery> => {
      const where = await place();
      if (!('directory' in where)) {
        const { AthenaClient } = await import('@aws-sdk/client-athena');
        const { createAthenaQuery } = await import('../lambda/query/athena-query.ts');
        return createAthenaQuery({ ...where, client: new AthenaClient(where.clientConfig) });
      }
      const { createDuckDbQuery } = await import('../local/duckdb-query.ts');
      return createDuckDbQuery(where);
    }),
  };
}

/** The objects; undefined where no archive is kept. */
export async function storeIfAny(target: { archivePlace(): Promise<ArchivePlace> }): Promise<ArchiveStore | undefined> {
  try {
    return await openArchive(target).store();
  } catch (error) {
    if (error instanceof NoArchive) return undefined;
    throw error;
  }
}
