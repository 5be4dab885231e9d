import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They take ten seconds or more: last, they would run alone. Vitest knows of no duration in a clean checkout. */
const LONG = [
  'package/package',
  'web/page',
  'simulation/simulation',
  'operations/audit/audit',
  'lambda/store/dynamo-store',
  'cli/outputs',
  'local/start',
  'lambda/api/twilio-client',
  'cli/audit-command',
  'cli/tail',
].map((name) => `/test/${name}.test.ts`);

/** Files of which every test is the night's: `npm run nightly` has them, `npm test` has not. */
const AT_NIGHT = [
  'faults/fault-run',
  'faults/killed-merge',
  'hostile/large-batches',
  'local/hostile-stream',
  'local/many-summaries',
].map((name) => `test/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => LONG.findIndex((name) => moduleId.endsWith(name));
    const long = files.filter((file) => place(file) >= 0).sort((one, other) => place(one) - place(other));
    return [...long, ...(await super.sort(files.filter((file) => place(file) < 0)))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: process.env.NIGHTLY === '1' ? [] : AT_NIGHT,
    // On two cores vitest takes one worker; most tests wait for another process or a socket.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Real processes and sockets take their time on a busy machine; no test waits longer than it must.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A worker loads a package once, not once per file, which was a quarter of the work; our own modules are each file's own.
    isolate: false,
    env: {
      // Two thirds of what the CDK takes for a template is this check of it, which test/infra/checks.test.ts asks for.
      CDK_VALIDATION: 'false',
      // Half of what a process of ours takes is compiling.
      NODE_COMPILE_CACHE: path.join(import.meta.dirname, 'node_modules/.cache/tests'),
    },
    coverage: {
      include: [
        'cli',
        'families',
        'infra',
        'lambda',
        'local',
        'operations',
        'reference',
        'shared',
        'twilio',
        'web',
      ].map((room) => `${room}/**/*.{ts,tsx}`),
      reporter: ['text-summary', 'json-summary'],
    },
    setupFiles: ['test/own-modules.ts', 'test/fail-on-console.ts'],
  },
});
