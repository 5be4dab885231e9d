import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { metricEvent, sdkMetricData } from '../../../samples/call-metric.ts';
import { systemClock } from '../../../shared/clock.ts';
import { type RunningPipeline, runPipeline } from '../../local/running-pipeline.ts';
import { isNightly, itAtNight } from '../../nightly.ts';
import { CHROMIUM, sayIfMissing } from '../chromium.ts';

const CALL = `CA${'1'.repeat(32)}`;

/** A minute of samples, of which 20 seconds lose packets. */
function samples() {
  const startMs = Date.now() - 300_000;
  return Array.from({ length: 60 }, (_sample, second) => {
    const isBad = second >= 20 && second < 40;
    const interval = { packets_received: 50, packets_loss_percentage: isBad ? 9 : 0, mos: { value: isBad ? 2 : 4.3 } };
    const timestamp = new Date(startMs + second * 1_000).toISOString();
    return metricEvent({ id: `EZ${second}` }, sdkMetricData({ call_sid: CALL, timestamp, sdk_edge: { interval } }));
  });
}

if (isNightly) sayIfMissing('test/web/call/without-events.test.ts');

describe.skipIf(CHROMIUM === undefined || !isNightly)('a call of which only samples are kept', () => {
  let pipeline: RunningPipeline;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [pipeline, browser] = await Promise.all([
      runPipeline({}, systemClock),
      chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] }),
    ]);
    await pipeline.ingest(...samples());
    page = await browser.newPage();
    await page.goto(`${pipeline.ready.api}/calls/${CALL}`);
    await page.getByLabel('Account SID or API key SID').fill(pipeline.ready.accountSid);
    await page.getByLabel('Auth token or secret').fill(pipeline.ready.authToken);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await pipeline.stop();
  });

  itAtNight('says when its media was bad and charts it, and looks there', async () => {
    const line = page.getByText(/downlink \(sdk_edge\) lost 9 % for 20 s from 00:2/);
    await line.waitFor();
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    await page.getByText('Charts of').waitFor();
    expect(await page.getByRole('heading', { name: 'No events' }).count()).toBe(0);
    await line.click();
    await expect.poll(() => new URL(page.url()).searchParams.get('t')).toMatch(/~/);
  });
});
