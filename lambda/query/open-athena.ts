import { AthenaClient } from '@aws-sdk/client-athena';
import type { ArchiveQuery } from './archive-query.ts';
import { createAthenaQuery } from './athena-query.ts';

/** Between two looks at a question a function may have been frozen: its connections can be dead. */
const OPTIONS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
};

/** Athena, asked from within a function. */
export function openAthena(where: { database: string; workGroup: string }): ArchiveQuery {
  return createAthenaQuery({ ...where, client: new AthenaClient(OPTIONS) });
}
