import { BATCH_SIZE, GIVE_UP_AFTER_HOURS } from '../shared/stream-settings.ts';
import type { EventSourceMappingOptions } from './event-source-mapping.ts';

/** The event source mapping that is deployed; `infra/ingest.ts` has the reasons. How often is without end: age decides. */
export const AS_DEPLOYED = {
  batchSize: BATCH_SIZE,
  bisectBatchOnError: true,
  maximumRecordAgeMs: GIVE_UP_AFTER_HOURS * 3_600_000,
} satisfies Partial<EventSourceMappingOptions>;
