import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { chromium, type Page } from 'playwright-core';
import { createDuckDbQuery } from '../../local/duckdb-query.ts';
import { dynamoDbClient } from '../../local/embedded-dynamodb.ts';
import { kinesisClient } from '../../local/embedded-kinesis.ts';
import { STREAM_NAME, TABLE_NAME } from '../../local/names.ts';
import { startPipeline } from '../../local/pipeline.ts';
import type { Ready } from '../../local/ready-file.ts';
import { localSettings } from '../../local/settings.ts';
import { putRecords } from '../../operations/stream/put-records.ts';
import { sampleCalls, sampleSummaries } from '../../samples/sample-calls.ts';
import { systemClock } from '../../shared/clock.ts';
import { DAY_MS } from '../../shared/utc-day.ts';
import { incident } from '../incident.ts';
import { CHROMIUM } from './chromium.ts';
import { type Frame, journeySvg } from './journey.ts';

interface Stage {
  ready: Ready;
  page: Page;
  stream: ReturnType<typeof kinesisClient>;
}

interface SampleOfCall {
  data: { call_sid?: string | null | undefined };
}

/** Makes the pictures of README and docs anew, of the sample calls and an incident among others, and of a month of calls: `npm run screenshots`. */
const DOCS = path.join(import.meta.dirname, '../../docs');
const WIDE = { width: 1280, height: 800 };
const [ERRORS, WARNINGS] = [1_500, 700];
/** Of calls before, for trends. */
const DAYS_BEFORE = 29;
const [CALLS_OF_WORKDAY, CALLS_OF_WEEKEND] = [50, 15];
const FIRST_SEED = 100;

if (CHROMIUM === undefined) throw new Error('no /usr/bin/chromium (apt-get install chromium)');
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
await onPipeline({}, takeJourney);
// Of calls of its own: an incident of so many calls a day would make all other days flat.
await onPipeline({ SAMPLES: 'off' }, takeTrends);
await browser.close();

async function onPipeline(settings: Record<string, string>, take: (stage: Stage) => Promise<void>): Promise<void> {
  const pipeline = await startPipeline({
    settings: localSettings({ PORT: '0', KINESIS_PORT: '0', DYNAMODB_PORT: '0', ...settings }),
    clock: systemClock,
  });
  const stream = kinesisClient(pipeline.ready.kinesis);
  const context = await browser.newContext({ viewport: WIDE, locale: 'en-GB', timezoneId: 'UTC' });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await take({ ready: pipeline.ready, page, stream });
  await context.close();
  stream.destroy();
  await pipeline.stop();
}

async function signIn({ ready: { api, accountSid, authToken }, page }: Stage): Promise<void> {
  await page.goto(api);
  await page.getByLabel('Account SID or API key SID').fill(accountSid);
  await page.getByLabel('Auth token or secret').fill(authToken);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** What is drawn is drawn once it is in sight. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
}

async function takeJourney(stage: Stage): Promise<void> {
  const { page } = stage;
  const { api } = stage.ready;
  await put(stage, incident({ nowMs: Date.now(), errors: ERRORS, warnings: WARNINGS }));
  await stored(stage, ERRORS + WARNINGS);
  await signIn(stage);
  await page.goto(`${api}/events?name=error&code=31401`);
  // The oldest of the calls that failed: all of the samples have arrived.
  await page.getByText('31401').last().waitFor();

  const frames: Frame[] = [];
  const take = async (caption: string, seconds: number) =>
    frames.push({ jpeg: await page.screenshot({ type: 'jpeg', quality: 60 }), caption, seconds });

  await page.goto(api);
  await page.getByText('sydney').first().waitFor();
  await page.screenshot({ path: path.join(DOCS, 'causes.png') });
  await take('Which failures are one? 53405 is new, and its calls share a region, an SDK and a browser.', 5);
  await page.getByRole('link', { name: /53405/ }).first().click();
  await page.getByRole('heading', { name: /53405/ }).waitFor();
  await page.getByRole('link', { name: /^CA/ }).first().waitFor();
  await take('What it means, what its calls share against all others, and which calls they are.', 5);
  await page.goto(`${api}/events`);
  await page.locator('.row').first().waitFor();
  await page.screenshot({ path: path.join(DOCS, 'events.png') });

  // The older one has quality warnings.
  await page.goto(`${api}/events?code=53405&name=error&facet=client:sales-153`);
  await page.locator('.row').first().getByRole('link').first().click();
  await page.getByRole('heading', { name: /^Call / }).waitFor();
  await drawn(page);
  await take('One of them: how it ended, why, what to do, and everything that happened.', 6);
  await page.setViewportSize({ width: WIDE.width, height: 1_500 });
  await page.screenshot({ path: path.join(DOCS, 'call.png') });
  await writeFile(path.join(DOCS, 'journey.svg'), journeySvg(frames, WIDE));
}

/** Waits until the table has so many events and gets no more: the page reads the past of a day once, and again minutes later. */
async function stored({ ready }: Stage, events: number): Promise<void> {
  const client = dynamoDbClient(ready.dynamodb);
  const count = async () => {
    let sum = 0;
    const pages = paginateScan({ client }, { TableName: TABLE_NAME, Select: 'COUNT' });
    for await (const { Count = 0 } of pages) sum += Count;
    return sum;
  };
  for (let before = 0; ; ) {
    await systemClock.sleep(2_000);
    const now = await count();
    if (now >= events && now === before) break;
    before = now;
  }
  client.destroy();
}

async function takeTrends(stage: Stage): Promise<void> {
  const { page } = stage;
  const { events, summaries } = month();
  await put(stage, [...events, ...summaries]);
  await archived(stage, events.length, new Set(summaries.map(({ data }) => data.call_sid)).size);
  await signIn(stage);
  await page.goto(`${stage.ready.api}/trends`);
  await page.getByRole('link', { name: 'Example Mobile Ltd' }).waitFor();
  await page.getByRole('link', { name: /^53405/ }).waitFor();
  await drawn(page);
  await page.screenshot({ path: path.join(DOCS, 'trends.png'), fullPage: true });
}

function put({ stream }: Stage, events: readonly SampleOfCall[]) {
  const records = events.map((event) => ({
    partitionKey: event.data.call_sid ?? '',
    data: Buffer.from(JSON.stringify(event)),
  }));
  return putRecords(stream, STREAM_NAME, records, systemClock);
}

/** Calls of a month until yesterday, fewer at weekends. */
function month() {
  const days = Array.from({ length: DAYS_BEFORE }, (_day, index) => {
    const startMs = Date.now() - (DAYS_BEFORE - index) * DAY_MS;
    const isWeekend = [0, 6].includes(new Date(startMs).getUTCDay());
    const calls = isWeekend ? CALLS_OF_WEEKEND : CALLS_OF_WORKDAY;
    return { seed: FIRST_SEED + index, startMs, mix: 'realistic', calls } as const;
  });
  return {
    events: days.flatMap((options) => [...sampleCalls(options)].flat()),
    summaries: days.flatMap((options) => [...sampleSummaries(options)].flat()),
  };
}

/** Waits until the archive has so many events and summarised calls of days before: the page keeps its first answer. */
async function archived({ ready }: Stage, events: number, calls: number): Promise<void> {
  const query = createDuckDbQuery({ directory: ready.archive });
  const sql = `SELECT (SELECT count(*) FROM call_events) >= ${events}
    AND (SELECT count(DISTINCT call_sid) FROM call_summaries) >= ${calls}`;
  while ((await query.run(sql)).rows[0]?.[0] !== true) await systemClock.sleep(1_000);
  await query.close();
}
