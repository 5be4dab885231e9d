import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { ArchiveQuery } from '../lambda/query/archive-query.ts';
import { Trouble } from '../shared/trouble.ts';
import { once } from './once.ts';

/** A folder on this machine, or a bucket and what asks Athena about it. */
export type ArchivePlace = ArchiveFolder | ArchiveBucket;

export interface ArchiveFolder {
  directory: string;
}

export interface ArchiveBucket {
  clientConfig: S3ClientConfig;
  bucketName: string;
  database: string;
  workGroup: string;
}

/** The archive of a local pipeline or of a stack. What is not asked for is neither opened nor loaded. */
export function openArchive(target: { archivePlace(): Promise<ArchivePlace> }) {
  return {
    /** Athena, or DuckDB on this machine: `close` it. @throws Trouble where there is no archive */
    query: once(async (): Promise<ArchiveQuery> => {
      const place = await target.archivePlace();
      if (!('directory' in place)) throw new Trouble('Athena cannot be asked yet');
      const { createDuckDbQuery } = await import('../local/duckdb-query.ts');
      return createDuckDbQuery(place);
    }),
  };
}
