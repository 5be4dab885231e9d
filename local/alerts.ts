import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createAlertStates } from '../lambda/page/alert-states.ts';
import { createViews } from '../lambda/page/views.ts';
import { createEventPages } from '../lambda/read/event-pages.ts';
import { createEventRows } from '../lambda/read/event-rows.ts';
import { createSummaryPages } from '../lambda/read/summary-pages.ts';
import type { TableClient } from '../lambda/store/dynamodb-client.ts';
import { createStartedCalls } from '../lambda/watch/started-calls.ts';
import { createTell, type Mail } from '../lambda/watch/tell.ts';
import { createWatch, type Watch } from '../lambda/watch/watch.ts';
import type { SteadyClock } from '../shared/clock.ts';
import type { Level } from '../shared/level.ts';
import { INSIGHTS_TABLE_NAME, LOCAL_NAME, TABLE_NAME } from './names.ts';
import { startRepeated } from './repeated.ts';

export interface AlertsOptions {
  client: TableClient;
  indexedLevels: readonly Level[];
  /** What the topic would send is put there, one JSON file each. */
  directory: string;
  clock: SteadyClock;
  /** Told of an alert that was not evaluated, or not told. */
  onTrouble: (error: unknown) => void;
}

const EVERY_MS = 60_000;

/** Looks at the alerts of saved views, as the deployed function does. */
export function createLocalWatch({ client, indexedLevels, directory, clock, onTrouble }: AlertsOptions): Watch {
  const tableName = INSIGHTS_TABLE_NAME;
  let mails = 0;
  async function keep(mail: Mail): Promise<void> {
    await mkdir(directory, { recursive: true });
    mails += 1;
    const time = new Date(clock.now()).toISOString().replaceAll(':', '-');
    await writeFile(path.join(directory, `${time}-${mails}.json`), `${JSON.stringify(mail, undefined, 2)}\n`);
  }
  return createWatch({
    views: createViews({ client, tableName }),
    states: createAlertStates({ client, tableName, clock }),
    eventRows: createEventRows({ pages: createEventPages({ client, tableName: TABLE_NAME }), clock }),
    startedCalls: createStartedCalls(createSummaryPages({ client, tableName, clock })),
    indexedLevels,
    name: LOCAL_NAME,
    tell: createTell({ publish: keep, hosts: 'loopback-too' }),
    onTrouble,
    clock,
  });
}

/** Looks once a minute until it is stopped. */
export function startAlerts(options: AlertsOptions): { stop(): Promise<void> } {
  return startRepeated({ ...options, run: createLocalWatch(options), restMs: () => EVERY_MS });
}
