import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { kinesisClient } from '../../local/embedded-kinesis.ts';
import { STREAM_NAME } from '../../local/names.ts';
import { startPipeline } from '../../local/pipeline.ts';
import { localSettings } from '../../local/settings.ts';
import { putRecords } from '../../operations/stream/put-records.ts';
import { systemClock } from '../../shared/clock.ts';
import { incident } from '../incident.ts';
import { CHROMIUM } from './chromium.ts';
import { type Frame, journeySvg } from './journey.ts';

/** Makes the pictures of README and docs anew, of the sample calls and an incident among others: `npm run screenshots`. */
const DOCS = path.join(import.meta.dirname, '../../docs');
const WIDE = { width: 1280, height: 800 };
const [ERRORS, WARNINGS] = [1_500, 700];

if (CHROMIUM === undefined) throw new Error('no /usr/bin/chromium (apt-get install chromium)');
const pipeline = await startPipeline({
  settings: localSettings({ PORT: '0', KINESIS_PORT: '0', DYNAMODB_PORT: '0' }),
  clock: systemClock,
});
const { api, kinesis, accountSid, authToken } = pipeline.ready;
const stream = kinesisClient(kinesis);
await putRecords(
  stream,
  STREAM_NAME,
  incident({ nowMs: Date.now(), errors: ERRORS, warnings: WARNINGS }).map((event) => ({
    partitionKey: event.data.call_sid,
    data: Buffer.from(JSON.stringify(event)),
  })),
  systemClock,
);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: WIDE, locale: 'en-GB', timezoneId: 'UTC' });
page.setDefaultTimeout(120_000);
await page.goto(`${api}/events?name=error&code=31401`);
await page.getByLabel('Account SID or API key SID').fill(accountSid);
await page.getByLabel('Auth token or secret').fill(authToken);
await page.getByRole('button', { name: 'Sign in' }).click();
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
// What is drawn is drawn once it is in sight.
await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
await take('One of them: how it ended, why, what to do, and everything that happened.', 6);
await page.setViewportSize({ width: WIDE.width, height: 1_500 });
await page.screenshot({ path: path.join(DOCS, 'call.png') });
await writeFile(path.join(DOCS, 'journey.svg'), journeySvg(frames, WIDE));
await browser.close();
stream.destroy();
await pipeline.stop();
