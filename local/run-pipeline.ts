import type { BatchReport } from '../lambda/ingest/report.ts';
import { systemClock } from '../shared/clock.ts';
import type { Environment } from '../shared/environment.ts';
import { printable, printableStart } from '../shared/printable.ts';
import { lastWords } from './last-words.ts';
import { startPipeline } from './pipeline.ts';
import { removeReady, writeReady } from './ready-file.ts';
import { type LocalSettings, localSettings } from './settings.ts';
import type { GivenUpBatch } from './shard-consumer.ts';

const TROUBLE = 1;
const WRONG_USAGE = 2;
/** Everything is at rest long before; whoever stops the pipeline waits no longer than this. */
const STOP_WITHIN_MS = 1_800;

/** Of one kind, for a batch. */
const MAX_LINES = 20;
const MAX_TYPE_LENGTH = 100;

/** Once there is one. */
let removeReadyFile = (): void => undefined;

const say = (line: string) => process.stderr.write(`${line}\n`);

function settingsOrExit(env: Environment): LocalSettings {
  try {
    return localSettings(env);
  } catch (error) {
    say((error as Error).message);
    process.exit(WRONG_USAGE);
  }
}

function sayWhatWentWrong({ quarantined, unsupported, retried, failures }: BatchReport): void {
  sayFew(quarantined.map(({ reason, eventId }) => `quarantined: ${reason} (${eventId})`));
  sayFew(
    Array.from(
      unsupported,
      ([type, count]) => `unsupported, kept aside: ${count} of type ${printableStart(type, MAX_TYPE_LENGTH)}`,
    ),
  );
  if (retried === 0) return;
  const [failure = 'out of time'] = failures;
  say(`${retried} records will be delivered again: ${messageOf(failure)}`);
}

/** Whoever writes to the stream shall not fill the terminal. */
function sayFew(lines: readonly string[]): void {
  for (const line of lines.slice(0, MAX_LINES)) say(line);
  if (lines.length > MAX_LINES) say(`and ${lines.length - MAX_LINES} more of this kind`);
}

function sayWhatWasGivenUp({ shardId, condition, records }: GivenUpBatch, file: string): void {
  const why = condition === 'RecordAgeExceeded' ? 'older than a day' : 'tried in vain';
  const count = records.length === 1 ? '1 record' : `${records.length} records`;
  say(`given up: ${count} of ${shardId}, ${why}; kept in ${file}, from where redrive takes them`);
}

function messageOf(error: unknown): string {
  return printable(error instanceof Error ? error.message : error);
}

function whatStays({ dataDir }: LocalSettings): string {
  if (dataDir !== undefined) return `The data stays in ${printable(dataDir)}`;
  return 'It deletes the rows; DATA_DIR=FOLDER keeps them';
}

function stopFor(error: unknown): never {
  removeReadyFile();
  say(lastWords(error, process.env.DATA_DIR));
  process.exit(TROUBLE);
}

async function start(settings: LocalSettings): Promise<void> {
  const pipeline = await startPipeline({
    settings,
    clock: systemClock,
    onBatch: sayWhatWentWrong,
    onLoss: say,
    onGivenUp: sayWhatWasGivenUp,
    onTrouble: (where, error) => say(`${where}: ${messageOf(error)}`),
  });
  const { ready } = pipeline;
  writeReady(ready);
  removeReadyFile = () => removeReady(ready.port);
  process.stdout.write(`ready ${JSON.stringify(ready)}\n`);
  const local = ready.port === 3000 ? '--local' : `--local=${ready.port}`;
  say(`\nThe page:                ${ready.api}  (SID ${ready.accountSid}, token ${ready.authToken})`);
  say(`Which calls were there?  npx voice-insights calls ${local}`);
  say(`Why did one of them end? npx voice-insights why CA… ${local}`);
  say(`What went wrong lately?  npx voice-insights errors ${local}`);
  say(`Questions in SQL:        npx voice-insights ask ${local}`);
  say(`The same over HTTP:      curl -u ${ready.accountSid}:${ready.authToken} ${ready.api}/v1/Voice/Events`);
  say(`To stop it:              Ctrl-C. ${whatStays(settings)}\n`);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    removeReadyFile();
    await Promise.race([pipeline.end(), systemClock.sleep(STOP_WITHIN_MS)]);
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/**
 * Runs the pipeline until the process is told to stop. What it says, and the exit code of a wrong variable, are the
 * process's: nobody else may print, or catch what nobody caught.
 */
export async function runPipeline(env: Environment): Promise<void> {
  // A terminal that is gone, or a full disk under a log: no reason to stop.
  process.stderr.on('error', () => undefined);
  // The embedded databases throw where nobody can catch it.
  process.removeAllListeners('uncaughtException').on('uncaughtException', stopFor);
  await start(settingsOrExit(env)).catch(stopFor);
}
