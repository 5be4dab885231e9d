import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { buildBundles } from './bundles.ts';
import { chart, type Group } from './chart.ts';
import { childAnswer } from './child-answer.ts';
import { ROWS } from './contestant.ts';
import { boundText, type Figure, holds, valueText } from './figure.ts';

const MEASUREMENTS = [
  'ingest',
  'young',
  'decode',
  'read-page',
  'start-up',
  'bundle-size',
  'memory',
  'write-units',
  'summary-units',
  'delay',
  'growth',
  'archive',
];
const CHART = path.join(import.meta.dirname, '../docs/speed.svg');
const MISSED = 1;

const say = (line: string) => process.stderr.write(`${line}\n`);

async function run(name: string, bundles: string): Promise<Figure[]> {
  const begun = performance.now();
  const child = fork(path.join(import.meta.dirname, 'run-measurement.ts'), [`./measurements/${name}.ts`, bundles], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const figures = await childAnswer<Figure[]>(child);
  child.disconnect();
  await ended;
  say(`${name}: ${((performance.now() - begun) / 1_000).toFixed(0)} s`);
  return figures;
}

function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, mustHold, aim }) => {
    const bound = mustHold ?? aim;
    const verdict = bound === undefined ? '' : `${mustHold ? 'must' : 'aim'} ${boundText(bound)}`;
    const missed = holds(value, bound) ? '' : '  MISSED';
    return [name, `${valueText(value)} ${unit}`.trim(), `${verdict}${missed}`] as const;
  });
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows
    .map(([name, value, verdict]) => `${name.padEnd(width)}  ${value.padStart(11)}  ${verdict}`.trimEnd())
    .join('\n');
}

function groups(figures: readonly Figure[]): Group[] {
  const bar = (name: string, label: string, ours = false) => {
    const figure = figures.find((one) => one.name === name);
    if (figure === undefined) throw new Error(`there is no figure ${name}`);
    return { label, value: figure.value, text: `${valueText(figure.value)} ${figure.unit}`.trim(), ours };
  };
  return [
    {
      title: 'Events for each second of CPU time (more is better)',
      bars: [
        bar('ingest: naive rival, events per CPU second', 'one put each'),
        bar('ingest: careful rival, events per CPU second', 'puts of 25'),
        bar('ingest: lean rival, events per CPU second', 'puts of 25, data alone'),
        bar('ingest: events per CPU second', 'this project', true),
      ],
    },
    {
      title: 'Writing a million events to DynamoDB (less is better)',
      bars: [
        bar('a million events written: the whole CloudEvent, all levels indexed', 'whole CloudEvent, full index'),
        bar('a million events written: rivals’ item, all levels indexed', 'rivals’ row, full index'),
        bar('a million events written: rivals’ item, no index', 'rivals’ row, no index'),
        bar('a million events written: ours, sparse index', 'this project', true),
      ],
    },
    {
      title: 'Start to first answer, times an empty handler (less is better)',
      bars: [
        bar('start to first answer: naive rival, unbundled, over an empty handler', 'one put each, unbundled'),
        bar('start to first answer: naive rival, bundled, over an empty handler', 'one put each, bundled'),
        bar('start to first answer: careful rival, bundled, over an empty handler', 'puts of 25, bundled'),
        bar('start to first answer: ingest, over an empty handler', 'this project', true),
      ],
    },
  ];
}

const machine = `${cpus()[0]?.model ?? process.arch}, ${availableParallelism()} cores, Node ${process.versions.node}`;
const bundles = mkdtempSync(path.join(tmpdir(), 'voice-insights-sink-bench-'));
const figures: Figure[] = [];
try {
  say(`${machine}; load ${loadavg()[0]?.toFixed(1)} before`);
  await buildBundles(bundles);
  for (const name of MEASUREMENTS) figures.push(...(await run(name, bundles)));
} finally {
  rmSync(bundles, { recursive: true });
}
writeFileSync(CHART, chart(groups(figures), `${machine}. npm run bench, ${new Date().toISOString().slice(0, 10)}`));

const json = process.argv.includes('--json');
process.stdout.write(`${json ? JSON.stringify({ machine, figures }, undefined, 2) : table(figures)}\n`);
for (const [name, holds] of Object.entries(ROWS)) say(`rows of ${name}: ${holds}`);
const missed = figures.filter(({ value, mustHold }) => !holds(value, mustHold));
for (const { name } of missed) say(`missed: ${name}`);
process.exitCode = missed.length > 0 ? MISSED : 0;
