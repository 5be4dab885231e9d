import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dynamoDbClient, ensureTable, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import { INSIGHTS_TABLE_NAME, TABLE_NAME } from '../../local/names.ts';
import type { Ready } from '../../local/ready-file.ts';
import manifest from '../../package.json' with { type: 'json' };
import { CALL_SID, cloudEvent, kinesisRecords } from '../../samples/builders.ts';
import { ENV } from '../../shared/environment.ts';
import { invokeFunction } from '../lambda/bundle.ts';
import { isNightly, itAtNight } from '../nightly.ts';
import { APPS } from './cdk-app.ts';
import { type Ended, type InstalledPackage, installPackage } from './installed-package.ts';

const ANY_PORT = { PORT: '0', KINESIS_PORT: '0', DYNAMODB_PORT: '0' };
// Of the sample calls, in any order.
const SAMPLE_ERRORS = /31401[\s\S]*53405|53405[\s\S]*31401/;
const MAX_TARBALL_BYTES = 5_000_000;
// As tsc writes them: each on a line, in single quotes.
const IMPORT = /^(?:import|export) .*from '([^'.][^']*)'|\bimport\('([^'.][^']*)'\)/gm;

const CFN_LINT = (process.env.PATH ?? '')
  .split(path.delimiter)
  .map((folder) => path.join(folder, 'cfn-lint'))
  .find((file) => existsSync(file));
if (CFN_LINT === undefined) process.stderr.write('a test of test/package is skipped: no cfn-lint on the PATH\n');

let installed: InstalledPackage;
beforeAll(async () => {
  installed = await installPackage();
}, 300_000);
afterAll(() => installed?.remove());

const inPackage = (...names: string[]) => path.join(installed.folder, 'node_modules/voice-insights-sink', ...names);

describe('the tarball', () => {
  it('has what was built, and no source, test or bench', () => {
    const { files, bytes } = installed.tarball;
    expect(bytes).toBeLessThan(MAX_TARBALL_BYTES);
    expect([...new Set(files.map((file) => file.split('/')[1]))].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin',
      'dist',
      'docs',
      'package.json',
    ]);
    expect(files.filter((file) => /(?<!\.d)\.tsx?$|\/(test|bench|web|build|reference)\//.test(file))).toEqual([]);
    for (const file of Object.values({ ...manifest.bin, ...manifest.exports['.'] })) {
      expect(files).toContain(path.join('package', file));
    }
  });

  it('needs the packages that it names, and no other', () => {
    const imported = globSync('dist/**/*.js', { cwd: inPackage() }).flatMap((file) =>
      [...readFileSync(inPackage(file), 'utf8').matchAll(IMPORT)].map(([, name = '', lazy = '']) =>
        `${name}${lazy}`.split('/', `${name}${lazy}`.startsWith('@') ? 2 : 1).join('/'),
      ),
    );
    const used = new Set(imported.filter((name) => !name.startsWith('node:') && !builtinModules.includes(name)));
    const { dependencies, optionalDependencies, peerDependencies } = manifest;
    expect([...used].sort()).toEqual(
      Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).sort(),
    );
  });

  it('brings no Node.js, no build tool and no test tool', () => {
    const found = globSync('{node*,esbuild,typescript,vitest,aws-cdk*}', {
      cwd: path.join(installed.folder, 'node_modules'),
    });
    // One finds the native code of another package.
    expect(found.filter((name) => name !== 'node-gyp-build')).toEqual([]);
  });
});

it('the function of the tarball takes an event and writes its row', async () => {
  const dynamodb = await startDynamoDb({ port: 0 });
  const client = dynamoDbClient(dynamodb.url);
  await ensureTable(client);
  const code = inPackage('dist/functions/ingest/index.mjs');
  const { response } = await invokeFunction(
    code,
    'handler',
    { Records: kinesisRecords([cloudEvent()]) },
    {
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
      [ENV.tableName]: TABLE_NAME,
      [ENV.insightsTableName]: INSIGHTS_TABLE_NAME,
      [ENV.quarantineBucketName]: 'none',
    },
  );
  const { Items } = await client.send(new ScanCommand({ TableName: TABLE_NAME }));
  client.destroy();
  await dynamodb.close();
  expect(response).toBe('{"batchItemFailures":[]}');
  expect(Items).toMatchObject([{ call_sid: { S: CALL_SID } }]);
});

describe('npx voice-insights', () => {
  it('says the version of package.json', async () => {
    const { code, out } = await installed.run('npx', ['voice-insights', '--version']);
    expect([code, out.trim()]).toEqual([0, manifest.version]);
  });

  it('start runs the pipeline with sample calls and the page, and other commands ask it', async () => {
    const pipeline = installed.start('npx', ['voice-insights', 'start'], ANY_PORT);
    try {
      const { api, port, accountSid, authToken } = await readyOf(pipeline);
      const shell = await (await fetch(api)).text();
      const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(shell) ?? [];
      expect((await fetch(`${api}${script}`)).headers.get('content-type')).toContain('text/javascript');

      const authorization = `Basic ${btoa(`${accountSid}:${authToken}`)}`;
      const ask = async () => (await fetch(`${api}/v1/Voice/Events`, { headers: { authorization } })).text();
      await vi.waitFor(async () => expect(await ask()).toMatch(SAMPLE_ERRORS), {
        timeout: 40_000,
        interval: 100,
      });
      const { code, out } = await installed.run('npx', ['voice-insights', 'errors', `--local=${port}`]);
      expect([code, out]).toEqual([0, expect.stringMatching(SAMPLE_ERRORS)]);
      expect(out).not.toContain('\u001b');
    } finally {
      process.kill(-Number(pipeline.pid), 'SIGINT');
      await once(pipeline, 'close');
    }
  });

  itAtNight(
    'start names the package of an embedded server that is missing, and the command that installs it',
    async () => {
      const kinesalite = path.join(installed.folder, 'node_modules/kinesalite');
      renameSync(kinesalite, `${kinesalite}-gone`);
      const { code, errors } = await installed.run('npx', ['voice-insights', 'start'], ANY_PORT);
      renameSync(`${kinesalite}-gone`, kinesalite);
      expect(code).toBe(1);
      expect(errors).toContain('on this machine that needs the package kinesalite: npm install kinesalite@3');
    },
  );
});

describe('a CDK app with the construct', () => {
  const inApp = (...names: string[]) => path.join(installed.folder, ...names);
  let said: Ended;

  beforeAll(async () => {
    for (const name of ['aws-cdk-lib', 'constructs']) installed.link(name);
    for (const [file, source] of Object.entries(APPS)) writeFileSync(inApp(file), source);
    const tsc = path.join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
    const options = ['--module', 'nodenext', '--target', 'es2022', '--strict', '--skipLibCheck'];
    said = await installed.run('node', [tsc, ...options, ...Object.keys(APPS)]);
  });

  /** `app.cjs` writes into `app.out`. */
  async function synthesise(app: string): Promise<{ types: string[]; code: string[] }> {
    const folder = inApp(`${path.parse(app).name}.out`);
    const { code, errors } = await installed.run('node', [app]);
    expect([code, errors]).toEqual([0, expect.not.stringContaining('Error')]);
    const { Resources } = JSON.parse(readFileSync(path.join(folder, 'Calls.template.json'), 'utf8'));
    return {
      types: Object.values<{ Type: string }>(Resources).map(({ Type }) => Type),
      code: readAll(folder, 'asset.*/index.mjs'),
    };
  }

  it('synthesises, with the functions of the release and nothing to bundle them', async () => {
    const { types, code } = await synthesise('app.mjs');
    expect(types).toEqual(expect.arrayContaining(['AWS::Kinesis::Stream', 'AWS::Lambda::Function']));
    // Of a few hundred KB: whether they are the same is all that matters.
    expect(code.sort().join('') === readAll(inPackage('dist/functions'), '*/index.mjs').sort().join('')).toBe(true);
    expect(code).toHaveLength(5);
  });

  itAtNight('is not needed: the package has an app of its own, which reads settings.json', async () => {
    writeFileSync(inApp('settings.json'), '{ "stackName": "Telephony", "api": "on" }');
    const { code, errors } = await installed.run('node', ['node_modules/voice-insights-sink/dist/infra/app.js'], {
      CDK_OUTDIR: inApp('own.out'),
    });
    expect([code, errors]).toEqual([0, expect.not.stringContaining('Error')]);
    expect(readAll(inApp('own.out'), 'asset.*/index.mjs')).toHaveLength(3);
    expect(readAll(inApp('own.out'), 'Telephony.template.json')).toHaveLength(1);
  });

  it('synthesises in an app of CommonJS, too', async () => {
    expect((await synthesise('common.cjs')).types).toContain('AWS::Kinesis::Stream');
  });

  it('is refused by tsc where a prop or a member is wrong, and nowhere else', () => {
    const places = [...said.out.matchAll(/^(.*)\((\d+),\d+\): error TS/gm)].map(([, file, line]) => `${file} ${line}`);
    expect(places).toEqual(['wrong.mts 4', 'wrong.mts 5', 'wrong.mts 6', 'wrong.mts 7']);
  });

  (isNightly ? it.skipIf(CFN_LINT === undefined) : itAtNight)(
    'makes a template that cfn-lint has no error in',
    async () => {
      const words = ['--non-zero-exit-code', 'error', inApp('app.out/Calls.template.json')];
      expect(await installed.run(CFN_LINT ?? '', words)).toMatchObject({ code: 0 });
    },
  );
});

function readAll(cwd: string, pattern: string): string[] {
  return globSync(pattern, { cwd }).map((file) => readFileSync(path.join(cwd, file), 'utf8'));
}

/** What the ready line says; rejects where there is none. */
function readyOf(pipeline: ChildProcess): Promise<Ready> {
  let said = '';
  return new Promise((resolve, reject) => {
    pipeline.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const line = /^ready (.*)\n/m.exec(said)?.[1];
      if (line !== undefined) resolve(JSON.parse(line));
    });
    pipeline.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    pipeline.on('close', () => reject(new Error(`it ended before it was ready: ${said}`)));
  });
}
