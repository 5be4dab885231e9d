import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFileArchive } from '../../lambda/archive/file-archive.ts';
import { createDuckDbQuery } from '../../local/duckdb-query.ts';
import { DEFAULT_DAYS, QUESTIONS } from '../../questions/catalogue.ts';
import { sqlOf } from '../../questions/sql-of.ts';
import { DAY_MS, utcDay } from '../../shared/utc-day.ts';
import { writeArchive } from '../archive-of-samples.ts';
import { childAnswer } from '../child-answer.ts';
import { type Figure, median } from '../figure.ts';
import type { MergeFigures } from '../merge-archive.ts';

const EVENTS = 1_000_000;
/** A question is asked so often, and the middle of it counts. */
const TIMES = 3;

/** A million events of two months in the archive: what they take, how they are merged, and how long questions take. */
export async function measure(): Promise<Figure[]> {
  const directory = mkdtempSync(path.join(tmpdir(), 'voice-insights-sink-archive-'));
  try {
    const { lastMs, putMs, batches } = await writeArchive({ directory, events: EVENTS });
    const { mergeMs, maxRssBytes, cpuMs, rows } = await mergeInAChild(directory);
    const bytes = await sizeOf(directory, 'events/');
    const span = { from: utcDay(lastMs - (DEFAULT_DAYS - 1) * DAY_MS), to: utcDay(lastMs) };
    const times = await timesOfQuestions(directory, { ...span, from: utcDay(lastMs - 60 * DAY_MS) });
    const slowest = times.reduce((one, other) => (other.ms > one.ms ? other : one));
    return [
      {
        name: 'archive: bytes an event, merged',
        value: bytes / EVENTS,
        unit: 'B',
        mustHold: { atMost: 35 },
      },
      { name: 'archive: rows and a file of a full payload', value: putMs / batches, unit: 'ms' },
      { name: 'archive: CPU of a merge, a million rows', value: (cpuMs / rows) * 1e3, unit: 's' },
      { name: 'archive: merge of all days', value: mergeMs / 1e3, unit: 's' },
      {
        name: 'archive: the most memory that took',
        value: maxRssBytes / 1024 ** 2,
        unit: 'MB',
        mustHold: { atMost: 1_200 },
      },
      {
        name: `archive: slowest question of a million events, ${slowest.name}`,
        value: slowest.ms,
        unit: 'ms',
        mustHold: { atMost: 1_000 },
      },
      { name: 'archive: a question of a million events, median', value: median(times.map(({ ms }) => ms)), unit: 'ms' },
    ];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function mergeInAChild(directory: string): Promise<MergeFigures> {
  const child = fork(path.join(import.meta.dirname, '../merge-archive.ts'), [directory], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const figures = await childAnswer<MergeFigures>(child);
  await ended;
  return figures;
}

async function sizeOf(directory: string, prefix: string): Promise<number> {
  let bytes = 0;
  for await (const object of createFileArchive({ directory }).list(prefix)) bytes += object.bytes;
  return bytes;
}

async function timesOfQuestions(directory: string, span: { from: string; to: string }) {
  const query = createDuckDbQuery({ directory });
  try {
    const [[call] = []] = (await query.run('SELECT min(call_sid) FROM call_events')).rows;
    const times: { name: string; ms: number }[] = [];
    for (const question of QUESTIONS) {
      const sql = sqlOf(question, { ...span, call: String(call) });
      const taken: number[] = [];
      for (let time = 0; time < TIMES; time += 1) {
        const begun = performance.now();
        await query.run(sql);
        taken.push(performance.now() - begun);
      }
      times.push({ name: question.name, ms: median(taken) });
    }
    return times;
  } finally {
    await query.close();
  }
}
