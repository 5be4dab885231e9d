import type { BatchReport } from '../lambda/ingest/report.ts';
import { systemClock } from '../shared/clock.ts';
import { LocalError } from './local-error.ts';
import { startPipeline } from './pipeline.ts';
import { removeReady, writeReady } from './ready-file.ts';
import { type LocalSettings, localSettings } from './settings.ts';

const WRONG_USAGE = 2;
/** Everything is at rest long before; whoever stops the pipeline waits no longer than this. */
const STOP_WITHIN_MS = 1_800;

const say = (line: string) => process.stderr.write(`${line}\n`);

function settingsOrExit(): LocalSettings {
  try {
    return localSettings(process.env);
  } catch (error) {
    say((error as Error).message);
    process.exit(WRONG_USAGE);
  }
}

function sayWhatWentWrong({ quarantined, unsupported }: BatchReport): void {
  for (const { reason, eventId } of quarantined) say(`quarantined: ${reason} (${eventId})`);
  for (const [type, count] of unsupported) say(`unsupported, kept aside: ${count} of type ${JSON.stringify(type)}`);
}

async function start(settings: LocalSettings): Promise<void> {
  const pipeline = await startPipeline({
    settings,
    clock: systemClock,
    onBatch: sayWhatWentWrong,
    onTrouble: (shardId, error) => say(`${shardId}: will be tried again: ${(error as Error).message}`),
  });
  const { ready } = pipeline;
  writeReady(ready);
  process.stdout.write(`ready ${JSON.stringify(ready)}\n`);
  const local = ready.port === 3000 ? '--local' : `--local=${ready.port}`;
  say(`\nWhat went wrong lately?  npm run cli -- errors ${local}`);
  say(`One call, all of it:     npm run cli -- call CA… ${local}\n`);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    removeReady(ready.port);
    await Promise.race([pipeline.end(), systemClock.sleep(STOP_WITHIN_MS)]);
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

await start(settingsOrExit()).catch((error: unknown) => {
  if (!(error instanceof LocalError)) throw error;
  say(error.message);
  process.exit(1);
});
