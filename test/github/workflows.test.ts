import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const ROOT = path.join(import.meta.dirname, '../..');
// The one reader of YAML that is installed: it comes inside the CDK, so no package is needed for a test alone.
const requireOfCdk = createRequire(createRequire(import.meta.url).resolve('aws-cdk-lib/package.json'));
const yaml: { parse(text: string): unknown } = requireOfCdk('yaml');

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}
interface Job {
  permissions?: Record<string, string>;
  strategy?: { matrix: Record<string, unknown[]> };
  steps: Step[];
}
interface Step {
  run?: string;
  uses?: string;
}
interface Form {
  name: string;
  body: { type: string; id?: string; attributes: Record<string, unknown>; validations?: { required: boolean } }[];
}

const read = <T>(file: string) => yaml.parse(readFileSync(path.join(ROOT, '.github', file), 'utf8')) as T;
const filesIn = (folder: string) => readdirSync(path.join(ROOT, '.github', folder)).map((file) => `${folder}/${file}`);

/** The commands of a workflow: those of its steps, and those that a matrix puts there. */
function commandsOf({ jobs }: Workflow): string[] {
  return Object.values(jobs).flatMap(({ steps, strategy }) => [
    ...steps.flatMap(({ run }) => run?.split('\n') ?? []),
    ...(strategy?.matrix.command ?? []).map(String),
  ]);
}

/** Scripts of the package, and files of the repository, that a command calls. */
function calledBy(command: string): { scripts: string[]; files: string[] } {
  return {
    scripts: [...command.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name),
    files: [...command.matchAll(/(?:^|\s)(\.[\w-]*\/[\w./-]+)/g)].map(([, file = '']) => file),
  };
}

describe.each(filesIn('workflows'))('%s', (file) => {
  const workflow = read<Workflow>(file);

  it('calls scripts and files that are there', () => {
    const called = commandsOf(workflow).map(calledBy);
    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(called.flatMap(({ scripts }) => scripts)));
    for (const name of called.flatMap(({ files }) => files)) accessSync(path.join(ROOT, name), constants.X_OK);
  });

  it('names each action by its commit', () => {
    const actions = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  });

  it('may read the repository, and a job adds only what it needs', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const added = Object.values(workflow.jobs).flatMap(({ permissions = {} }) =>
      Object.entries(permissions).flatMap(([name, right]) => (right === 'write' ? name : [])),
    );
    expect(['id-token', 'security-events']).toEqual(expect.arrayContaining(added));
  });
});

it('a change is tested on every Node that is supported, and on macOS', () => {
  const { test } = read<Workflow>('workflows/ci.yml').jobs;
  expect(test?.strategy?.matrix.node).toEqual([20, 22, 24]);
  expect(test?.strategy?.matrix.include).toContainEqual({ os: expect.stringMatching(/^macos-/), node: 24 });
  expect(commandsOf(read('workflows/ci.yml'))).toContain('.ci/run');
});

it('a release has provenance, and the version that its tag says', () => {
  const commands = commandsOf(read('workflows/release.yml'));
  const checked = commands.findIndex((command) => command.includes('GITHUB_REF_NAME'));
  const tested = commands.indexOf('.ci/run');
  const packed = commands.indexOf('npm pack');
  const published = commands.findIndex((command) => /^npm publish .*--provenance/.test(command));
  expect([checked, tested, packed, published]).toEqual([0, 1, 2, 3]);
  // The build does not see the token.
  expect(commands[published]).toContain(' --ignore-scripts ');
});

it('a night runs all proofs that take long', () => {
  const scripts = commandsOf(read('workflows/nightly.yml')).flatMap((command) => calledBy(command).scripts);
  expect(scripts).toEqual(expect.arrayContaining(['nightly', 'simulate', 'faults']));
});

it('the SDK is updated in one pull request, and so is the CDK', () => {
  const { updates } = read<{ updates: { groups: Record<string, { patterns: string[] }> }[] }>('dependabot.yml');
  const patterns = Object.values(updates[0]?.groups ?? {}).map((group) => group.patterns);
  expect(patterns).toContainEqual(expect.arrayContaining(['@aws-sdk/*']));
  expect(patterns).toContainEqual(expect.arrayContaining(['aws-cdk', 'aws-cdk-lib', 'constructs']));
});

describe('an issue form', () => {
  const forms = filesIn('ISSUE_TEMPLATE').filter((file) => !file.endsWith('config.yml'));

  it.each(forms)('%s has questions with a label and a name of their own', (file) => {
    const questions = read<Form>(file).body.filter(({ type }) => type !== 'markdown');
    expect(questions.every(({ id, attributes }) => id !== undefined && typeof attributes.label === 'string')).toBe(
      true,
    );
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
  });

  it('for a bug wants what doctor says', () => {
    const doctor = read<Form>('ISSUE_TEMPLATE/bug.yml').body.find(({ id }) => id === 'doctor');
    expect(doctor).toMatchObject({
      attributes: { label: expect.stringContaining('voice-insights doctor --json') },
      validations: { required: true },
    });
  });
});
