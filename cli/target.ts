import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { IngestConfig } from '../families/ingest-config.ts';
import type { Annotations } from '../lambda/annotations/annotations.ts';
import type { QuarantineReader, QuarantineWriter } from '../lambda/quarantine/quarantine.ts';
import type { ConferenceReader } from '../lambda/read/conference-reader.ts';
import type { EventReader } from '../lambda/read/event-reader.ts';
import type { MetricReader } from '../lambda/read/metric-reader.ts';
import type { SummaryReader } from '../lambda/read/summary-reader.ts';
import type { ItemWriter } from '../lambda/store/item-writer.ts';
import type { AwsTargetOptions } from '../operations/aws/aws-options.ts';
import type { RowEraser, RowEraserOptions } from '../operations/row-eraser.ts';
import type { SetAside } from '../operations/set-aside/set-aside.ts';
import type { Environment } from '../shared/environment.ts';
import type { Level } from '../shared/level.ts';
import { UsageProblem } from '../shared/trouble.ts';
import type { SinkConfiguration } from '../twilio/sink.ts';
import { createAwsTarget, type IngestOptions } from './aws-target.ts';
import { createLocalTarget } from './local-target.ts';
import type { ArchivePlace } from './of-archive.ts';
import type { SummariesAsked } from './of-table.ts';

/** Where a command's answers come from; what it does not ask for is neither looked up nor loaded. */
export interface Target {
  events(): Promise<EventReader>;
  /** @throws NoInsightsTable of a stack that was deployed before there was one */
  summaries(asked?: SummariesAsked): Promise<SummaryReader>;
  /** @throws NoInsightsTable as `summaries` */
  conferences(): Promise<ConferenceReader>;
  /** What people say of calls. */
  annotations(): Promise<Annotations>;
  /** @throws NoInsightsTable of a stack that was deployed before there was one */
  metrics(): Promise<MetricReader>;
  stream(): Promise<{ client: KinesisClient; name: string }>;
  quarantine(): Promise<QuarantineReader>;
  /**
   * What ingest writes with, configured as the one that runs.
   * @throws Trouble where the configuration cannot be known, or the rows of that one are of another layout than this
   * program's and are to be written without force
   */
  ingest(options: IngestOptions): Promise<{ store: ItemWriter; quarantine: QuarantineWriter; config: IngestConfig }>;
  setAside(): Promise<SetAside>;
  /** Where the archive is. @throws Trouble where there is none, with the command that makes one */
  archivePlace(): Promise<ArchivePlace>;
  /** Whether there is a table for call summaries: stacks of earlier versions have none. */
  takesSummaries(): Promise<boolean>;
  /** Without rows of summaries, of a stack that has no table of them. */
  eraser(): Promise<RowEraser>;
  /** The tables themselves: without that of call insights, of a stack that has none. */
  tables(): Promise<Pick<RowEraserOptions, 'client' | 'tables'>>;
  /** What Twilio's sink for the stream has to be. */
  sinkConfiguration(): Promise<SinkConfiguration>;
  /** Levels whose events can be asked for across calls, and how to change that. */
  indexedLevels(): Promise<{ levels: readonly Level[]; setting: string }>;
}

export interface TargetOptions extends AwsTargetOptions {
  /** The PORT of a running local pipeline; AWS without it. */
  local?: number;
}

export function openTarget(options: TargetOptions): Target {
  return options.local === undefined ? createAwsTarget(options) : createLocalTarget(options.local);
}

/** Twilio itself cannot write to a stream on this machine. @throws UsageProblem where it would be asked to */
export function requireReachable({ local }: TargetOptions, env: Environment): void {
  if (local === undefined || env.TWILIO_EVENTS_URL) return;
  throw new UsageProblem(
    'Twilio cannot reach a stream on this machine: set TWILIO_EVENTS_URL to one that can, or leave --local out',
  );
}
