import { expect, it, vi } from 'vitest';
import { explainHere } from '../../cli/explain-here.ts';
import { announcePipeline } from './announced-pipeline.ts';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 60_000 });

const NO_REGION = new Error('Region is missing');
const SET_IT = 'no AWS region: set AWS_REGION or say --region';

it('without a region names --local where a pipeline runs on this machine, and only there', async () => {
  const pipeline = await announcePipeline();
  const { port } = pipeline.ready;
  const here = await explainHere(NO_REGION, port);
  const other = await explainHere(new Error('no such thing'), port);
  await pipeline.stop();
  expect(here).toBe(`${SET_IT}; --local asks the pipeline on this machine`);
  expect(other).toBe('no such thing');
  expect(await explainHere(NO_REGION, port)).toBe(SET_IT);
});

it('is how a command ends that was told no region', async () => {
  const nothing = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  const { code, notes } = await runCli(['errors'], nothing);
  expect({ code, said: notes.join('\n').startsWith(SET_IT) }).toEqual({ code: 1, said: true });
});
