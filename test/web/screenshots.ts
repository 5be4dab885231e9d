import path from 'node:path';
import { chromium } from 'playwright-core';
import { startPipeline } from '../../local/pipeline.ts';
import { localSettings } from '../../local/settings.ts';
import { systemClock } from '../../shared/clock.ts';
import { CHROMIUM } from './chromium.ts';

/** Makes the pictures of README and docs anew, of the sample calls: `npm run screenshots`. */
const DOCS = path.join(import.meta.dirname, '../../docs');

if (CHROMIUM === undefined) throw new Error('no /usr/bin/chromium (apt-get install chromium)');
const pipeline = await startPipeline({
  settings: localSettings({ PORT: '0', KINESIS_PORT: '0', DYNAMODB_PORT: '0' }),
  clock: systemClock,
});
const { api, accountSid, authToken } = pipeline.ready;
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1120, height: 680 }, locale: 'en-GB', timezoneId: 'UTC' });
await page.goto(`${api}/events`);
await page.getByLabel('Account SID or API key SID').fill(accountSid);
await page.getByLabel('Auth token or secret').fill(authToken);
await page.getByRole('button', { name: 'Sign in' }).click();
// The oldest of the calls that failed: all of the samples have arrived.
await page.locator('.row', { hasText: '31401' }).waitFor();
await page.screenshot({ path: path.join(DOCS, 'events.png') });

// The older one has charts.
await page.locator('.row', { hasText: '53405' }).getByRole('link').last().click();
await page.getByRole('heading', { name: /^Call CA/ }).waitFor();
await page.setViewportSize({ width: 1120, height: 1640 });
// Charts are drawn once they are in sight.
await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
await page.screenshot({ path: path.join(DOCS, 'call.png') });
await browser.close();
await pipeline.stop();
