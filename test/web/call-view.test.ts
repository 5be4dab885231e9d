import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { byDay, itAtNight } from '../nightly.ts';
import { apiEvent, at, sampleCall } from './api-events.ts';
import { bundleCallView, startCallView } from './call-view-harness.ts';
import { CHROMIUM, sayIfMissing } from './chromium.ts';
import { mediaEvents, mediaSamples } from './measured-call.ts';

const AS_USUAL = { viewport: { width: 1280, height: 900 }, timezoneId: 'UTC' };
const WARNED = 3;
const RELAY = 7;
const NO_BOX = { x: 0, y: 0, width: 0, height: 0 };
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A call that went on for hours: every kind of event, in every lane. */
function longCall(count = 5_000): EventResource[] {
  const edges = ['carrier_edge', 'sip_edge', 'sdk_edge', 'client_edge'];
  const levels = ['DEBUG', 'DEBUG', 'DEBUG', 'INFO', 'INFO', 'WARNING', 'ERROR'];
  return Array.from({ length: count }, (_event, number) => {
    const level = levels[number % levels.length];
    const isWarning = level === 'WARNING';
    return apiEvent({
      ...at(number * 700),
      edge: isWarning ? 'sdk_edge' : edges[number % edges.length],
      level,
      group: isWarning ? `network-quality-warning-${number % 2 === 0 ? 'raised' : 'cleared'}` : 'connection',
      name: isWarning ? 'high-rtt' : `event-${number}`,
      ...(isWarning && { sdk_edge: { metric: { threshold: 400, values: [100, 420, 430, 500, 600] } } }),
    });
  });
}

const HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

/** Markup wherever an event has a text, and texts where it has lists and numbers. */
function hostileCall(): EventResource[] {
  const metadata = { city: HOSTILE, client_name: HOSTILE, sdk: { type: HOSTILE, os: { name: HOSTILE } } };
  const hostile = {
    account_sid: HOSTILE,
    call_sid: HOSTILE,
    group: 'network-quality-warning-raised',
    name: 'high-rtt',
    level: HOSTILE,
    sdk_edge: {
      metadata,
      error: { code: HOSTILE, message: HOSTILE },
      metric: { threshold: HOSTILE, values: [HOSTILE, [1, [2]], { a: 1 }, 3] },
      [HOSTILE]: HOSTILE,
    },
  };
  return [
    apiEvent({ ...at(0), ...hostile }),
    apiEvent({ ...at(1), ...hostile, group: HOSTILE, name: HOSTILE }),
    apiEvent({ ...at(2), conversation_relay_data: { error: { error_code: 64107, error_message: HOSTILE } } }),
    { ...apiEvent(hostile), timestamp: HOSTILE, edge: HOSTILE as 'sdk_edge' },
  ];
}

const LENGTHY = 'x'.repeat(5_000);
/** Short, and long as it is shown. */
const ESCAPED_SID = '\u0000'.repeat(170);

/** A call whose client wrote thousands of characters wherever it writes anything. */
function lengthyCall(): EventResource[] {
  const sdk = { type: LENGTHY, version: LENGTHY, os: { name: LENGTHY }, browser: { name: LENGTHY } };
  const metadata = { city: LENGTHY, sdk: { ...sdk, device: { vendor: LENGTHY } } };
  const error = { code: 31005, message: LENGTHY };
  const lengthy = { account_sid: LENGTHY, group: LENGTHY, name: LENGTHY, level: 'ERROR' };
  return [
    apiEvent({ ...at(0), ...lengthy, call_sid: ESCAPED_SID, sdk_edge: { metadata, error } }),
    apiEvent({ ...at(1), name: LENGTHY, group: 'network-quality-warning-raised', sdk_edge: { [LENGTHY]: LENGTHY } }),
  ];
}

/**
 * What one sees of the selected line's cells at widths from 320 to 1,920 px, and how far the page reaches beside the
 * screen. A frame is made wider in no time, a window is not.
 */
const CELLS_BY_WIDTH = `(() => {
  const frame = document.querySelector('iframe');
  const found = [];
  for (let width = 320; width <= 1920; width += 20) {
    frame.style.width = width + 'px';
    const { documentElement } = frame.contentDocument;
    const cells = [...documentElement.querySelector('.event-line[aria-current=true]').children]
      .filter((cell) => cell.tagName === 'SPAN' && cell.checkVisibility())
      .map((cell) => ({ cell: cell.className, room: cell.clientWidth, isCut: cell.scrollWidth > cell.clientWidth }));
    found.push({ width, cells, beside: documentElement.scrollWidth - width });
  }
  return found;
})()`;

interface WidthFound {
  width: number;
  cells: { cell: string; room: number; isCut: boolean }[];
  beside: number;
}

/** A call of which one edge's clock is behind. */
function skewedCall(): EventResource[] {
  const error = { code: 53405, message: 'Media connection failed' };
  return [apiEvent(at(0)), apiEvent({ ...at(2 * 24 * 3_600_000), level: 'ERROR', sdk_edge: { error } })];
}

const CALLS: Record<string, () => EventResource[]> = {
  lengthy: lengthyCall,
  undated: () => [{ ...apiEvent(), timestamp: '' }],
  long: () => longCall(),
  huge: () => longCall(20_000),
  skewed: skewedCall,
  hostile: hostileCall,
  none: () => [],
  one: () => [apiEvent()],
  measured: () => mediaEvents(300),
  hour: () => mediaEvents(2 * 3_600),
};

/** Of what media was sampled, for how long: two hours are 7,200 samples of the SDK, and 1,440 of the gateway. */
const MEASURED_S: Record<string, number> = { measured: 300, hour: 2 * 3_600 };

it('takes less than 55 KB of the page, with Preact', async () => {
  const { script, css } = await bundleCallView();
  expect(gzipSync(script).length + gzipSync(css).length).toBeLessThan(55_000);
  expect(script).not.toContain('ZodError');
});

sayIfMissing('test/web/call-view.test.ts');

describe.skipIf(CHROMIUM === undefined)('the call view in Chromium', () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof startCallView>>;
  /** The tab of all tests that need nothing special, since a new one costs half a second of a browser's work. */
  let tab: Page;
  /** Of tests that do. */
  const tabs: Page[] = [];

  beforeAll(async () => {
    site = await startCallView(
      (name) => CALLS[name]?.() ?? sampleCall(Number(name)),
      (name) => (name in MEASURED_S ? mediaSamples(MEASURED_S[name] ?? 0) : []),
    );
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    tab = await browser.newPage(AS_USUAL);
  }, 60_000);
  afterEach(async () => {
    tab.removeAllListeners();
    await Promise.all(tabs.splice(0).map((page) => page.close()));
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  /** The page of a call, and what it complained about: a script that failed, a style the policy forbids. */
  async function open(call: string | number, options?: BrowserContextOptions) {
    const page = options === undefined ? tab : await browser.newPage({ ...AS_USUAL, ...options });
    if (page !== tab) tabs.push(page);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${site.url}/${call}`);
    await page.locator('.event-list, h1').first().waitFor();
    return { page, complaints };
  }

  const option = (page: Page) => page.getByRole('option');
  const current = (page: Page) => page.locator('.event-line[aria-current=true]');

  /** Does something and waits for the timeline to look different; what it shows under the pointer does not count. */
  async function changesTimeline(page: Page, act: () => Promise<unknown>): Promise<void> {
    const picture = async () => {
      await page.mouse.move(0, 0);
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
      return page.evaluate<string>("document.querySelector('.timeline canvas').toDataURL()");
    };
    const before = await picture();
    await act();
    await expect.poll(async () => (await picture()) !== before).toBe(true);
  }

  it('tells which call it is, and what went wrong on it in words', async () => {
    const { page, complaints } = await open(WARNED);
    await expect.poll(() => page.locator('.call-facts').innerText()).toMatch(/Errors\s+1\s+Events\s+37/);
    expect(await page.locator('.call-facts').innerText()).toContain('twilio-voice-js 2.18.3');
    await page.locator('.event-line', { hasText: 'connection / error' }).click();
    expect(await page.locator('.error-in-words').innerText()).toContain('53405: Media connection failed');
    expect(await page.locator('.error-in-words a').getAttribute('href')).toBe(
      'https://www.twilio.com/docs/api/errors/53405',
    );
    expect(complaints).toEqual([]);
  });

  it('keeps the timeline and the list in step, both ways', async () => {
    const { page } = await open('long');
    await changesTimeline(page, () => page.locator('.event-line').nth(2).click());
    expect(await option(page).getAttribute('aria-selected')).toBe('true');
    expect(await option(page).innerText()).toContain('connection / event-2');
    await page.getByRole('listbox').focus();
    await page.keyboard.press('End');
    await expect.poll(() => current(page).innerText()).toContain('event-4999');
    expect(await page.locator('.event-detail').innerText()).toContain('event-4999');
    const [row, list] = await Promise.all(
      [current(page), page.locator('.event-list-field')].map((one) => one.boundingBox()),
    );
    if (!row || !list) throw new Error('the list is not there');
    expect(row.y + row.height).toBeLessThanOrEqual(list.y + list.height);
  });

  it('is walked by keyboard alone: event to event, lane to lane, closer and back', async () => {
    const { page } = await open(RELAY);
    await page.keyboard.press('Tab');
    const reached = new Set<string>();
    for (let stop = 0; stop < 30; stop += 1) {
      reached.add(
        await page.evaluate('document.activeElement.getAttribute("role") ?? document.activeElement.className'),
      );
      await page.keyboard.press('Tab');
    }
    expect([...reached]).toEqual(expect.arrayContaining(['listbox', 'event-line']));

    await page.getByRole('listbox').focus();
    await page.keyboard.press('ArrowRight');
    expect(await option(page).innerText()).toMatch(/^Info, connection \/ initiated, Carrier, \+0:00\.000/);
    await page.keyboard.press('ArrowDown');
    expect(await option(page).innerText()).toContain('Conversation Relay');
    for (const key of ['+', '+', 'Shift+ArrowRight', '-', '0']) await page.keyboard.press(key);
    await page.keyboard.press('Home');
    expect(await option(page).getAttribute('aria-posinset')).toBe('1');

    await current(page).focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.dataset.index')).toBe('1');
    await page.keyboard.press('End');
    expect(await page.evaluate('document.activeElement.dataset.index')).toBe('40');
    await page.keyboard.press('Enter');
    expect(await page.locator('.event-detail .fields').isVisible()).toBe(true);
  });

  it('shows the fields of the mark one points at, and selects what one clicks', async () => {
    const { page } = await open('one');
    const box = await page.locator('.timeline canvas').boundingBox();
    if (box === null) throw new Error('the timeline is not there');
    // A call of one event has its mark in the middle of the time axis.
    const middle = { x: box.x + 136 + (box.width - 136) / 2, y: box.y + 16 };
    await page.mouse.move(middle.x, middle.y);
    await expect.poll(() => page.locator('.event-card').innerText()).toContain('connection / accepted-by-remote');
    await page.mouse.move(middle.x, middle.y + 400);
    await expect.poll(() => page.locator('.event-card').count()).toBe(0);
    await page.mouse.click(middle.x, middle.y);
    expect(await current(page).count()).toBe(1);
  });

  itAtNight('zooms with the wheel and two fingers, and moves with the hand', async () => {
    const { page } = await open(RELAY);
    const changed = (act: () => Promise<unknown>) => changesTimeline(page, act);
    const { x, y, width } = (await page.locator('.timeline canvas').boundingBox()) ?? { x: 0, y: 0, width: 0 };
    const at = (part: number) => [x + 136 + part * (width - 136), y + 60] as const;
    await changed(async () => {
      await page.mouse.move(...at(0.5));
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -2_000);
      await page.keyboard.up('Control');
    });
    for (const key of ['Shift', undefined]) {
      await changed(async () => {
        await page.mouse.move(...at(0.5));
        if (key) await page.keyboard.down(key);
        await page.mouse.down();
        await page.mouse.move(...at(0.2), { steps: 3 });
        await page.mouse.up();
        if (key) await page.keyboard.up(key);
      });
    }
    await changed(async () => {
      await page.mouse.move(...at(0.5));
      await page.mouse.wheel(200, 0);
    });
    for (const name of ['Zoom in', 'Later', 'Earlier', 'Zoom out', 'Whole call']) {
      await changed(() => page.getByRole('button', { name }).click());
    }
    const touch = await page.context().newCDPSession(page);
    const fingers = (type: string, ...parts: number[]) =>
      touch.send('Input.dispatchTouchEvent', {
        type: type as 'touchStart',
        touchPoints: parts.map((part, id) => ({ x: at(part)[0], y: at(part)[1], id })),
      });
    await changed(async () => {
      await fingers('touchStart', 0.45, 0.55);
      await fingers('touchMove', 0.4, 0.6);
      await fingers('touchMove', 0.3, 0.7);
      await fingers('touchEnd');
    });
  });

  itAtNight('charts what was warned about, with each end of a warning a way to its event', async () => {
    const { page } = await open(WARNED);
    await page.getByText('3 quality warnings in words').click();
    expect(await page.locator('.quality').innerText()).toMatch(/Round trip time\s+10 values from .* threshold 400 ms/);
    await page
      .getByRole('button', { name: /^raised/ })
      .first()
      .click();
    expect(await current(page).innerText()).toContain('network-quality-warning-raised / high-rtt');
    await page.goto(`${site.url}/${RELAY}`);
    await page.getByText('The SDK warned of nothing').waitFor();
  });

  itAtNight('gives the JSON of an event to copy', async () => {
    const { page } = await open('one', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.locator('.event-line').click();
    await page.getByText('JSON', { exact: true }).click();
    await page.getByRole('button', { name: 'Copy JSON' }).click();
    await page.getByText('Copied').waitFor();
    expect(JSON.parse(await page.evaluate('navigator.clipboard.readText()'))).toEqual(apiEvent());
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await page.getByRole('button', { name: 'Copy JSON' }).click();
    await page.getByText('The JSON is selected').waitFor();
    expect(JSON.parse(await page.evaluate('String(getSelection())'))).toEqual(apiEvent());
  });

  it('shows script in an event as text, and wrong types as what they are', async () => {
    const { page, complaints } = await open('hostile');
    for (const row of [3, 2, 1, 0]) await page.locator(`.event-line[data-index="${row}"]`).click();
    await page.getByRole('listbox').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'End']) await page.keyboard.press(key);
    expect(await page.locator('.event-list').innerText()).toContain(HOSTILE);
    expect(await page.locator('img, main script').count()).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(complaints).toEqual([]);
  });

  it('has only a window of 5,000 events in the page, wherever one moves', async () => {
    const { page } = await open('long');
    expect(await page.locator('.event-line').count()).toBeLessThan(60);
    await page.getByRole('listbox').focus();
    for (const key of ['+', '+', '+', '+']) await page.keyboard.press(key);
    for (let step = 0; step < 40; step += 1) await page.keyboard.press('Shift+ArrowRight');
    // The list follows what is in view, once that stands still.
    const scrolled = () => page.locator('.event-list-field').evaluate((field) => field.scrollTop);
    await expect.poll(scrolled).toBeGreaterThan(100_000);
    await page.locator('.event-list-field').evaluate((field) => {
      field.scrollTop = 1_500 * (field.querySelector('.event-row-ruler')?.clientHeight ?? 0);
    });
    await expect.poll(() => page.locator('.event-line[data-index="1500"]').count()).toBe(1);
    expect(await page.locator('.event-line').count()).toBeLessThan(60);
  });

  itAtNight(
    'shows 20,000 events within a second, and zooms and pans with no task over 100 ms',
    { retry: 2 },
    async () => {
      const { page } = await open('huge', {});
      // The list is there once all of it is; what is before that is the network's.
      await expect.poll(() => page.locator('.event-line').count()).toBeGreaterThan(0);
      const shownMs = await page.evaluate<number>(
        'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(performance.now() - window.startedMs))))',
      );
      await page.evaluate(`
      window.tasks = [];
      new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    `);
      await page.getByRole('listbox').focus();
      const { x, y, width } = (await page.locator('.timeline canvas').boundingBox()) ?? { x: 0, y: 0, width: 0 };
      await page.mouse.move(x + width / 2, y + 60);
      for (let turn = 0; turn < 12; turn += 1) await page.mouse.wheel(0, -200);
      for (let step = 0; step < 20; step += 1) await page.keyboard.press('Shift+ArrowRight');
      for (let turn = 0; turn < 12; turn += 1) await page.mouse.wheel(0, 200);
      await page.mouse.down();
      await page.mouse.move(x + width / 4, y + 60, { steps: 20 });
      await page.mouse.up();
      await page.waitForTimeout(500);
      const tasks = await page.evaluate<number[]>('window.tasks');
      expect(Math.max(0, ...tasks)).toBeLessThan(100);
      expect(shownMs).toBeLessThan(1_000);
    },
  );

  itAtNight(
    'charts 8,640 samples, and tells values, zooms and pans with no task over 100 ms',
    { retry: 2 },
    async () => {
      const { page } = await open('hour', {});
      await page.locator('.verdict-measured').waitFor();
      await page.getByRole('button', { name: 'sdk_edge' }).click();
      await page.evaluate(`
      window.tasks = [];
      new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    `);
      await page.getByRole('listbox').focus();
      const { x, y, width, height } = (await page.locator('.timeline canvas').boundingBox()) ?? NO_BOX;
      await page.mouse.move(x + width - 5, y + height / 2, { steps: 200 });
      for (let turn = 0; turn < 12; turn += 1) await page.mouse.wheel(0, -200);
      for (let step = 0; step < 20; step += 1) await page.keyboard.press('Shift+ArrowRight');
      for (let turn = 0; turn < 12; turn += 1) await page.mouse.wheel(0, 200);
      await page.mouse.move(x + 200, y + height / 2, { steps: 200 });
      for (const name of ['client_edge inbound', 'client_edge outbound', 'sdk_edge']) {
        await page.getByRole('button', { name }).click();
      }
      await page.waitForTimeout(500);
      expect(Math.max(0, ...(await page.evaluate<number[]>('window.tasks')))).toBeLessThan(100);
    },
  );

  it('charts the edge that was worst, and leads from its sentence to the time and from a row to its charts', async () => {
    const { page, complaints } = await open('measured');
    const sentence = page.locator('.verdict-measured a');
    expect(await sentence.allInnerTexts()).toEqual([
      'The Voice SDK user’s uplink (client_edge inbound) lost 7 % for 40 s from 02:10, 12:01:10, with jitter up to 64 ms.',
    ]);
    const chosen = async () => (await page.locator('.way-choice [aria-pressed=true]').innerText()).replace('\n', ' ');
    expect(await chosen()).toBe('client_edge inbound bad for 40 s');
    await changesTimeline(page, () => page.getByRole('button', { name: 'sdk_edge' }).click());
    await changesTimeline(page, () => sentence.click());
    expect(await chosen()).toBe('client_edge inbound bad for 40 s');
    // The rows of the media stand below the phases and the one lane; the second one is that of the SDK.
    await page.locator('.timeline canvas').click({ position: { x: 60, y: 24 + 52 + 6 + 30 } });
    await expect.poll(chosen).toBe('sdk_edge');
    await page.locator('.event-line', { hasText: 'accepted-by-remote' }).click();
    await expect
      .poll(() => page.locator('.timeline-shown').innerText())
      .toContain('Round trip time 98.2 ms, Jitter 6.7 ms');
    expect(complaints).toEqual([]);
  });

  it('hides levels, finds text, and goes from error to error by key', async () => {
    const { page } = await open(WARNED);
    const lines = page.locator('.event-line');
    await page.getByRole('button', { name: /^Debug Debug/ }).click();
    await expect.poll(() => lines.count()).toBe(16);
    await page.getByRole('textbox', { name: 'Search in the events' }).fill('HIGH-');
    await expect.poll(() => lines.count()).toBe(4);
    await page.getByRole('textbox', { name: 'Search in the events' }).fill('');
    await page.getByRole('listbox').focus();
    await page.keyboard.press('e');
    await expect.poll(() => current(page).innerText()).toContain('connection / error');
    await page.getByRole('link', { name: /^Before that, jitter reached/ }).click();
    await expect.poll(() => current(page).innerText()).toContain('high-jitter');
  });

  it('lists only what is in view for whoever wants that', async () => {
    const { page } = await open(WARNED);
    await page.getByRole('checkbox', { name: 'Only what is in view' }).check();
    await page.getByRole('listbox').focus();
    for (const key of ['+', '+', '+']) await page.keyboard.press(key);
    await expect.poll(() => page.locator('.event-line').count()).toBeLessThan(10);
    await page.keyboard.press('0');
    await expect.poll(() => page.locator('.event-line').count()).toBe(37);
  });

  it('takes in what comes of a call while one looks at it', async () => {
    const { page } = await open('one');
    await page.locator('.event-line').click();
    await changesTimeline(page, () =>
      page.evaluate(
        `fetch('/events/${WARNED}').then((answer) => answer.json()).then(({ events }) => window.show(events))`,
      ),
    );
    expect(await page.getByRole('listbox').getAttribute('aria-label')).toBe('Events over time, 37');
    await page.getByText('3 quality warnings in words').waitFor();
    expect(await current(page).innerText()).toContain('connection / outgoing');
  });

  it.each(byDay(1, [360, 1280]))('keeps its timeline in sight whatever a client wrote, %i px wide', async (width) => {
    const { page, complaints } = await open('lengthy', { viewport: { width, height: 800 } });
    const top = async (part: string) => (await page.locator(part).boundingBox())?.y ?? Number.POSITIVE_INFINITY;
    await expect.poll(() => top('.timeline')).toBeLessThan(width === 360 ? 1_800 : 900);
    expect((await page.locator('h1').innerText()).length).toBeLessThan(200);
    await page.locator('.event-line').first().click();
    expect(await top('.event-list')).toBeLessThan(width === 360 ? 3_200 : 1_500);
    expect(await page.locator('.error-in-words').innerText()).toContain('31005: Connection error: xxx');
    for (const value of await page.locator('.event-detail dd').all()) {
      expect((await value.boundingBox())?.width).toBeGreaterThan(100);
    }
    expect(await page.locator('.call-facts').innerText()).not.toContain(LENGTHY);
    await page
      .locator('.call-facts')
      .getByRole('button', { name: /^Show all/ })
      .first()
      .click();
    expect(await page.locator('.call-facts').innerText()).toContain(LENGTHY);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(complaints).toEqual([]);
  });

  itAtNight.each([
    ['of a minute', WARNED],
    ['whose clocks are days apart', 'skewed'],
  ])('shows what an event says at every width, on a call %s', async (_call, name) => {
    const { page } = await open('none', { bypassCSP: true });
    await page.evaluate(`document.body.innerHTML = '<iframe src="/${name}" style="border:0;height:900px"></iframe>'`);
    await page.frameLocator('iframe').locator('.event-line', { hasText: '53405' }).click();
    const found = await page.evaluate<WidthFound[]>(CELLS_BY_WIDTH);
    expect(found).toHaveLength(81);
    for (const { width, cells, beside } of found) {
      expect([width, beside, cells.map(({ cell }) => cell)]).toEqual([
        width,
        0,
        expect.arrayContaining(['event-line-detail']),
      ]);
      for (const { cell, room, isCut } of cells) {
        // What others wrote may be cut, but not to nothing; what is ours is not.
        const isTheirs = /detail|title/.test(cell);
        expect([width, cell, isTheirs ? room >= 120 : !isCut]).toEqual([width, cell, true]);
      }
    }
  });

  itAtNight('says that an event tells no time, and makes none up', async () => {
    const { page, complaints } = await open('undated');
    await page.locator('.event-line').click();
    await expect.poll(() => page.locator('.call-facts').innerText()).toMatch(/First event\s+no time/);
    for (const part of ['.event-line', '.event-card', '.event-detail']) {
      expect(await page.locator(part).innerText()).toContain('no time');
    }
    expect(await page.locator('main').innerText()).not.toContain('1970');
    expect(complaints).toEqual([]);
  });

  it('is a call without events, too', async () => {
    const { page, complaints } = await open('none');
    expect(await page.locator('.event-list').innerText()).toMatch(/^Events\s+0/);
    expect(complaints).toEqual([]);
  });

  itAtNight('has nothing that axe objects to where media was measured', async () => {
    const { page } = await open('measured', {
      colorScheme: 'dark',
      viewport: { width: 360, height: 800 },
      bypassCSP: true,
    });
    await page.evaluate(AXE);
    const violations = await page.evaluate<{ id: string }[]>('axe.run().then(({ violations }) => violations)');
    expect(violations.map(({ id }) => id)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  it.each(
    byDay(1, [
      ['light', 1280],
      ['dark', 360],
      ['light', 360],
    ] as const),
  )('has nothing that axe objects to, in %s, %d px wide', async (colorScheme, width) => {
    const { page } = await open(WARNED, { colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
    await page.locator('.event-line', { hasText: 'connection / error' }).click();
    await page.getByText('JSON', { exact: true }).click();
    await page.evaluate(AXE);
    const violations = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
      'axe.run().then(({ violations }) => violations)',
    );
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    const list = page.locator('.event-list-field');
    expect(await list.evaluate((field) => field.scrollWidth - field.clientWidth)).toBe(0);
  });
});
