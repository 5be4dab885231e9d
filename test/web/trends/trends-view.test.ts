import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArchiveQuery, QueryAnswer } from '../../../lambda/query/archive-query.ts';
import { ACCOUNT_SID } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { bundlePage } from '../../../web/bundle/bundle-page.ts';
import { type RunningApi, startApi, TOKEN } from '../../lambda/api/running-api.ts';
import { itAtNight } from '../../nightly.ts';
import { CHROMIUM, sayIfMissing } from '../chromium.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NOW_MS = Date.parse('2026-11-29T20:15:00.000Z');
const DAY_MS = 86_400_000;
/** How much moved that nobody asked to. https://web.dev/articles/cls */
const SHIFTED = `new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) sum += value;
  }).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(sum), 50);
})`;
const HOSTILE = '<img src=x onerror="window.hacked=1">';

/** Of every day as many calls as its day of the month; the 24th is the bad one. */
function answerTo(sql: string): QueryAnswer {
  const [, from = '', to = ''] = /BETWEEN '([^']+)' AND '([^']+)'/.exec(sql) ?? [];
  const count = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  const days = Array.from({ length: count }, (_day, n) =>
    new Date(Date.parse(from) + n * DAY_MS).toISOString().slice(0, 10),
  );
  const byDays = (columns: string[], row: (calls: number, isBad: boolean) => number[]) => ({
    columns: ['day', ...columns],
    rows: days.map((day) => [day, ...row(Number(day.slice(8)), day === '2026-11-24')]),
  });
  if (sql.includes('late_p95_s'))
    return byDays(['calls', 'events', 'warnings', 'errors'], (calls) => [calls, calls * 40, calls, 0]);
  if (sql.includes('AS tagged,')) return byDays(['calls', 'tagged_percent'], (calls) => [calls, 4]);
  if (sql.includes('AS country'))
    return {
      columns: ['country', 'calls', 'warned_percent', 'failed_percent'],
      rows: [
        ['AT', 9, 0, 2],
        ['DE', 4, 0, 0],
        ['?', 1, 0, 0],
      ],
    };
  if (sql.includes('AS carrier')) return { columns: ['carrier', 'calls', 'failed_percent'], rows: [[HOSTILE, 3, 2]] };
  if (sql.includes('error_code'))
    return { columns: ['error_code', 'calls', 'calls_before'], rows: [[53405, 985, 110]] };
  if (sql.includes('sdk_version')) {
    const columns = ['sdk_version', 'calls', 'tagged_percent', 'tagged_percent_before'];
    return {
      columns,
      rows: [
        ['2.18.1', 900, 3, 3.2],
        ['2.18.3', 400, 18, 4],
      ],
    };
  }
  return byDays(['calls', 'warned_percent', 'failed_percent'], (calls, isBad) => [calls, 9, isBad ? 25 : 3]);
}

sayIfMissing('test/web/trends/trends-view.test.ts');

describe.skipIf(CHROMIUM === undefined)('trends in Chromium', () => {
  let api: RunningApi;
  let browser: Browser;
  let page: Page;
  let isEmpty = false;
  const complaints: string[] = [];

  beforeAll(async () => {
    const query: ArchiveQuery = {
      run: async (sql) => (isEmpty ? { columns: ['day'], rows: [] } : answerTo(sql)),
      close: async () => undefined,
    };
    const [bundled, launched] = await Promise.all([
      bundlePage(),
      chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] }),
    ]);
    browser = launched;
    api = await startApi({
      clock: { ...systemClock, now: () => NOW_MS },
      page: async () => bundled,
      archive: { query, retentionDays: 30, sleep: systemClock.sleep },
    });
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Vienna' });
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/^Failed to load/.test(message.text())) complaints.push(message.text());
    });
    // The session's end is told by the API's clock, and the browser would drop a cookie that is past.
    await page.clock.setFixedTime(NOW_MS);
    await page.goto(`${api.url}/saved`);
    await page.getByLabel('Account SID or API key SID').fill(ACCOUNT_SID);
    await page.getByLabel('Auth token or secret').fill(TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await api.stop();
    expect(complaints).toEqual([]);
  });

  const panel = (name: string) => page.getByRole('region', { name, exact: true }).first();
  const search = () => new URL(page.url()).searchParams;

  it('are dated, and each bar and row leads to what is behind it', async () => {
    await page.setViewportSize({ width: 320, height: 800 });
    await page.getByRole('link', { name: 'Trends' }).click();
    await panel('Carriers').locator('tbody').waitFor();
    const head = page.getByRole('heading', { name: 'Trends' }).locator('xpath=..');
    expect(await head.innerText()).toMatch(/31 Oct to 29 Nov 2026, in UTC, as of 21:15; pale: today, not over/);
    const linkOf = (name: string, link: string) => panel(name).getByRole('link', { name: link }).getAttribute('href');
    const day = 'from=2026-11-24T00%3A00%3A00.000Z&to=2026-11-25T00%3A00%3A00.000Z';
    expect(await linkOf('Calls with an error', '24 Nov: 25\u00a0% of 24 calls with an event')).toBe(
      `/?level=ERROR&${day}`,
    );
    expect(await linkOf('Calls a day', '24 Nov: 24 calls with an event')).toBe(`/fleet?${day}`);
    expect(await linkOf('Error codes', '53405')).toMatch(
      /^\/cause\?cause=code%3A53405&from=2026-10-31T.*&to=2026-11-30T/,
    );
    expect(await linkOf('Countries', 'AT Austria')).toContain('facet=country%3AAT');
    expect(await panel('Countries').getByRole('link').count()).toBe(1);
    expect(await linkOf('Carriers', HOSTILE)).toMatch(/^\/fleet\?from=2026-10-31T.*&to=2026-11-30T.*&by=carrier$/);
    expect(await panel('SDK versions').locator('tbody tr').first().innerText()).toMatch(/^2\.18\.3\s+18/);
    expect(await panel('SDK versions').getByText('far worse than before').count()).toBe(1);
    // What clients wrote stays text.
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  itAtNight('are walked by keys, and stand in a table', async () => {
    await panel('Events a day').getByRole('link').last().focus();
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowRight']) await page.keyboard.press(key);
    expect(await panel('Events a day').locator('.volume-tip').innerText()).toMatch(/28 Nov\s+1,120 events/);
    await panel('Events a day').getByText('As a table').click();
    const row = panel('Events a day').locator('tbody tr').first();
    expect(await row.innerText()).toMatch(/29 Nov, not over\s+1,160 events/);
    await panel('Events a day').getByRole('link', { name: '28 Nov: 1,120 events' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Events' }).waitFor();
    expect(search().get('from')).toBe('2026-11-28T00:00:00.000Z');
  });

  itAtNight('of a year are weeks, and lead nowhere where the table has lost what was there', async () => {
    await page.goto(`${api.url}/trends?days=364`);
    await panel('Carriers').locator('tbody').waitFor();
    expect(await panel('Calls a week').locator('.trend-bars a').count()).toBe(52);
    expect(await panel('Calls a week').locator('.trend-bars a[href]').count()).toBe(4);
    await page.getByText('Before 31 Oct calls and events are in the archive alone').waitFor();
  });

  itAtNight.each([
    ['dark', 1280],
    ['light', 1920],
    ['light', 320],
    ['dark', 320],
  ] as const)('are well made: %s, %i px', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${api.url}/trends?days=7`);
    await panel('Carriers').locator('tbody').waitFor();
    for (const table of await page.getByText('As a table').all()) await table.click();
    expect(await faults()).toEqual([]);
  });

  itAtNight('say where the archive is empty, and where it is still being read', async () => {
    isEmpty = true;
    // Of other days, which nobody asked about yet.
    await page.goto(`${api.url}/trends?days=91`);
    await page.getByText('The archive has nothing of these days.').waitFor();
    const slow = { code: 20503, message: 'The archive is still being read: ask again', status: 503 };
    await page.route(/Question=volume/, (route) =>
      route.fulfill({ status: 503, headers: { 'retry-after': '1' }, json: slow }),
    );
    await page.goto(`${api.url}/trends`);
    await page.getByText('The archive is still being read. This asks again by itself.').first().waitFor();
    await panel('Carriers').locator('tbody').waitFor();
    await page.unrouteAll();
    await panel('Calls a day').locator('.trend-bars').waitFor();
  });

  /** What axe-core finds, what stands beside the screen, and what moved while answers came. */
  async function faults(): Promise<string[]> {
    await page.evaluate(AXE);
    const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    const beside = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
    const moved = Number(await page.evaluate(SHIFTED));
    return [
      ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
      ...(beside > 0 ? [`${beside} px beside the screen`] : []),
      ...(moved > 0.05 ? [`layout shifted by ${moved}`] : []),
    ];
  }
});
