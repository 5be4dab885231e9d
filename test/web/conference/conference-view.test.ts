import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { cloudEvent } from '../../../samples/builders.ts';
import { conferenceOfTwenty } from '../../../samples/conference/of-twenty.ts';
import { systemClock } from '../../../shared/clock.ts';
import { summaryEvent } from '../../cli/summary-events.ts';
import { type RunningPipeline, runPipeline } from '../../local/running-pipeline.ts';
import { isNightly, itAtNight } from '../../nightly.ts';
import { CHROMIUM, sayIfMissing } from '../chromium.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const HOSTILE = '<img src=x onerror="window.hacked=1">';

if (isNightly) sayIfMissing('test/web/conference/conference-view.test.ts');

describe.skipIf(CHROMIUM === undefined || !isNightly)('a conference on the page', () => {
  let pipeline: RunningPipeline;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const twenty = conferenceOfTwenty(Date.now() - 3_600_000);
  const hostile = conferenceOfTwenty(Date.now() - 7_200_000);
  const call = twenty.events.flatMap(({ data }) => ('call_sid' in data ? [String(data.call_sid)] : []))[0] ?? '';

  beforeAll(async () => {
    [pipeline, browser] = await Promise.all([
      runPipeline({}, systemClock),
      chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] }),
    ]);
    const evil = `CF${'e'.repeat(32)}`;
    await pipeline.ingest(
      cloudEvent({}, { call_sid: call }),
      summaryEvent(call, Date.now() - 3_600_000),
      ...twenty.events,
      ...hostile.events.map((event) => ({
        ...event,
        id: `${event.id}x`,
        data: {
          ...event.data,
          conference_sid: evil,
          friendly_name: HOSTILE,
          label: HOSTILE,
          processing_state: 'complete',
        },
      })),
    );
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/^Failed to load/.test(message.text())) complaints.push(message.text());
    });
    await page.goto(pipeline.ready.api);
    await page.getByLabel('Account SID or API key SID').fill(pipeline.ready.accountSid);
    await page.getByLabel('Auth token or secret').fill(pipeline.ready.authToken);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await pipeline.stop();
    expect(complaints).toEqual([]);
  });

  const open = async (address: string) => {
    await page.goto(`${pipeline.ready.api}${address}`);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  };
  const conference = () => open(`/conferences/${twenty.conferenceSid}`);

  itAtNight('says on top how it went, and lists who was in, as they came', async () => {
    await conference();
    const verdict = page.getByRole('status', { name: 'Verdict' });
    await expect.poll(() => verdict.innerText()).toMatch(/20 participants \(19 names\), 25 min\./);
    const text = await verdict.innerText();
    expect(text).toMatch(/It ended because the moderator, host, was kicked at \d\d:\d\d\./);
    expect(text).toContain('The connection of interpreter was bad: 11.4 % lost, MOS 2.6.');
    expect(text).toContain('Participants were in ie1 and au1, mixed in us1.');
    expect(text).toContain('+14155550107 was in twice.');
    const rows = page.getByRole('row');
    expect(await rows.count()).toBe(21);
    expect(await rows.nth(1).innerText()).toMatch(/host moderator[\s\S]*kicked, which ended it/);
    expect(await rows.nth(2).textContent()).toMatch(/agent-ann.*on hold \d\d:\d\d:\d\d to \d\d:\d\d:\d\d/);
  });

  itAtNight('leads to a call and back, where the place of the call is marked', async () => {
    await conference();
    await page.getByRole('row').getByRole('link', { name: 'interpreter' }).click();
    await page.getByRole('heading', { name: /^In .*conference/ }).waitFor();
    expect(await page.locator('.call-conferences').innerText()).toMatch(
      /sent: 11\.4 % lost, MOS 2\.6, jitter 38\.5 ms/,
    );
    await page.getByRole('link', { name: 'Quarterly review' }).click();
    await page.locator('.conference-marked').waitFor();
    await page.getByRole('link', { name: '← Call' }).click();
    await page.getByRole('heading', { name: /^In .*conference/ }).waitFor();
    await page.getByRole('link', { name: 'Quarterly review' }).click();
    await expect.poll(() => page.locator('.conference-marked').innerText()).toContain('this call');
  });

  itAtNight('is linked on the card of a call', async () => {
    await open(`/calls/${call}`);
    await page.locator('.summary-card').getByRole('link', { name: 'Quarterly review' }).click();
    await page.getByRole('heading', { name: 'Conference Quarterly review' }).waitFor();
  });

  itAtNight('is found by its SID, and in the list', async () => {
    await open('/');
    // Which of them are there nobody has asked: it says no number.
    await page.getByRole('searchbox').fill(`CF${'0'.repeat(32)}`);
    await page.getByText('open as a conference').waitFor();
    await page.getByText(/^Nothing found in the last 7 days/).waitFor();
    await page.getByRole('searchbox').fill(twenty.conferenceSid);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Conference Quarterly review' }).waitFor();
    await page.getByRole('link', { name: 'Conferences', exact: true }).click();
    await expect.poll(() => page.locator('.row').count()).toBe(2);
    expect(await page.locator('.row', { hasText: 'Quarterly review' }).innerText()).toMatch(/19 names · 25 min/);
    expect(await page.getByText('not measured to its end').count()).toBe(1);
  });

  itAtNight('shows names of others as text', async () => {
    await open(`/conferences/CF${'e'.repeat(32)}`);
    await page.getByRole('heading', { name: `Conference ${HOSTILE}` }).waitFor();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  itAtNight('says that nothing is kept of another', async () => {
    await open(`/conferences/CF${'0'.repeat(32)}`);
    await page.getByText('Nothing is kept of this conference.').waitFor();
  });

  itAtNight.each([
    ['light', 1_280],
    ['dark', 390],
    ['light', 320],
  ] as const)('has nothing that axe finds, and nothing beside the screen: %s, %i px', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    for (const address of [`/conferences/${twenty.conferenceSid}`, '/conferences', `/calls/${call}`]) {
      await open(address);
      if (address.startsWith('/calls')) await page.getByRole('button', { name: /Say something|Change/ }).click();
      else await page.getByText('Quarterly review').first().waitFor();
      await page.evaluate(AXE);
      const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as {
        violations: { id: string; nodes: { html: string }[] }[];
      };
      const found = violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`);
      const beside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect({ address, found, beside }).toEqual({ address, found: [], beside: 0 });
    }
    await page.setViewportSize({ width: 1_280, height: 900 });
  });

  itAtNight('keeps what somebody says of a call, says what is wrong at its field, and needs no mouse', async () => {
    await open(`/calls/${call}`);
    await page.getByRole('button', { name: 'Say something' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Score').selectOption('2');
    await page.getByLabel('echo').check();
    const comment = page.getByLabel('Comment');
    expect(await comment.getAttribute('maxlength')).toBe('100');
    // Another program can send more.
    await comment.evaluate((field) => field.removeAttribute('maxlength'));
    await comment.fill('x'.repeat(101));
    await page.keyboard.press('Enter');
    await page.getByText('expected 100 characters at most').waitFor();
    expect(await comment.getAttribute('aria-invalid')).toBe('true');
    await comment.fill(HOSTILE);
    await page.keyboard.press('Enter');
    await page.getByText(`People say: score 2 of 5 (poor) and echo. Comment: “${HOSTILE}”.`).waitFor();
    await page.reload();
    await page.getByText('People say: score 2 of 5 (poor) and echo.').waitFor();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  itAtNight('opens with what was said, and sends no more than was changed', async () => {
    await open(`/calls/${call}`);
    await page.getByRole('button', { name: /Say something|Change/ }).click();
    await page.getByLabel('Score').selectOption('4');
    await page.getByLabel('Connection').selectOption('dropped_call');
    await page.getByLabel('Answered by').selectOption('human');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Change' }).click();
    const chosen = ['Score', 'Connection', 'Answered by'].map((label) => page.getByLabel(label).inputValue());
    expect(await Promise.all(chosen)).toEqual(['4', 'dropped_call', 'human']);
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByLabel('Comment').fill('called back');
    await page.getByRole('button', { name: 'Save' }).click();
    expect((await sent).postData()).toBe('Comment=called+back');
    await page.getByText(/score 4 of 5 \(good\).*dropped.*answered by a human.*called back/).waitFor();
  });
});
