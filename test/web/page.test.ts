import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { causesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import { createRowMaker } from '../../families/call-event/causes/event-row.ts';
import { spanParts } from '../../families/call-event/causes/span-parts.ts';
import { PARTIAL } from '../../families/call-summary/facts.ts';
import { CALL_SID, cloudEvent, eventId } from '../../samples/builders.ts';
import { summaryEvent } from '../../samples/call-summary.ts';
import { playedEvents } from '../../samples/played.ts';
import { systemClock } from '../../shared/clock.ts';
import { type RunningPipeline, runPipeline } from '../local/running-pipeline.ts';
import { itAtNight } from '../nightly.ts';
import { apiEvent } from './api-events.ts';
import { CHROMIUM, sayIfMissing } from './chromium.ts';

/** What the page promises, from the put on the stream on. */
const SHOWN_WITHIN_MS = 3_000;
const HOUR_MS = 3_600_000;
const VIEWPORT = { width: 1280, height: 900 };
const HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type OpenOptions = BrowserContextOptions & { init?: string };

sayIfMissing('test/web/page.test.ts');

describe.skipIf(CHROMIUM === undefined)('the page in Chromium', () => {
  let pipeline: RunningPipeline;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  /** The tab of all tests that need nothing special, since a new one costs half a second of a browser's work. */
  let tab: Page;
  let isTabTaken = false;
  /** What the browser complained about: refused by the policy, not caught. */
  let complaints: string[] = [];

  beforeAll(async () => {
    [pipeline, browser] = await Promise.all([
      runPipeline({ playSamples: true }, systemClock),
      chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] }),
    ]);
    tab = await newTab(await browser.newContext({ viewport: VIEWPORT }));
    const samples = playedEvents(0).length;
    const read = () => pipeline.reports.reduce((sum, { records }) => sum + records, 0);
    await vi.waitFor(() => expect(read()).toBe(samples), { timeout: 40_000 });
  }, 60_000);
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    isTabTaken = false;
    await tab.unrouteAll({ behavior: 'ignoreErrors' });
    await tab.context().setOffline(false);
    expect(complaints).toEqual([]);
    complaints = [];
  });
  afterAll(async () => {
    await browser.close();
    await pipeline.stop();
  });

  async function newTab(context: BrowserContext): Promise<Page> {
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/^Failed to load resource/.test(message.text()))
        complaints.push(message.text());
    });
    return page;
  }

  /** `init` runs in the page before anything of it does. */
  async function open(address = '/events', options?: OpenOptions): Promise<Page> {
    const page = options === undefined && !isTabTaken ? tab : await openAlone(options);
    isTabTaken ||= page === tab;
    if (page === tab) await page.setViewportSize(VIEWPORT);
    // The tab may be signed in by the test before.
    await page.context().clearCookies();
    await page.goto(`${pipeline.ready.api}${address}`);
    return page;
  }

  async function openAlone({ init, ...options }: OpenOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: VIEWPORT, ...options });
    contexts.push(context);
    if (init !== undefined) await context.addInitScript(init);
    return newTab(context);
  }

  async function signIn(page: Page, token = pipeline.ready.authToken): Promise<void> {
    await page.getByLabel('Account SID or API key SID').fill(pipeline.ready.accountSid);
    await page.getByLabel('Auth token or secret').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  async function openSignedIn(address = '/events', options?: OpenOptions): Promise<Page> {
    const page = await open(address, options);
    await signIn(page);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    return page;
  }

  const rows = (page: Page) => page.locator('.row');
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
  let count = 0;
  /** An error of a call of its own, so many ms ago. */
  function anError(agoMs: number, members: Record<string, unknown> = {}) {
    count += 1;
    const call_sid = `CA${(Date.now() * 1_000 + count).toString(16).padStart(32, '0')}`;
    const name = `error-${count}`;
    const data = { call_sid, name, group: 'test', level: 'ERROR', timestamp: ago(agoMs), ...members };
    return { call_sid, name, record: cloudEvent({ id: eventId(9_000_000 + count) }, data) };
  }

  /** Versions of the summary of a call of its own that began a minute ago, from and to numbers of its own. */
  function aSummary(members: Record<string, unknown> = {}) {
    count += 1;
    const call_sid = `CA${(Date.now() * 1_000 + count).toString(16).padStart(32, '0')}`;
    const number = String(Date.now() * 1_000 + count).slice(-10);
    const [caller, callee] = [`+2${number}`, `client:desk-${number}`];
    const version = (type: Parameters<typeof summaryEvent>[0], data: Record<string, unknown>) =>
      summaryEvent(
        { id: eventId(8_000_000 + count), time: ago(0), ...type },
        {
          call_sid,
          start_time: ago(60_000),
          end_time: ago(1_000),
          from: { caller, city: 'Chicago' },
          to: { callee },
          ...members,
          ...data,
        },
      );
    return {
      call_sid,
      caller,
      callee,
      partial: version({ type: PARTIAL }, { processing_state: 'partial', processing_version: 1 }),
      complete: version({}, {}),
    };
  }

  it('asks for a credential once, says when it is wrong, and keeps it nowhere', async () => {
    const page = await open('/events?name=error');
    await page.getByText('Sign in to Local pipeline').waitFor();
    await signIn(page, 'wrong');
    await page.getByText('The API does not know this SID and token.').waitFor();
    await signIn(page);
    await rows(page).first().waitFor();
    const kept = await page.evaluate('JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }])');
    expect(`${kept}${JSON.stringify(await page.context().cookies())}`).not.toContain(pipeline.ready.authToken);
    // The address is where it was, for whoever follows a link; and neither a reload nor another tab asks again.
    expect(new URL(page.url()).search).toBe('?name=error');
    await page.reload();
    await rows(page).first().waitFor();
    const other = await newTab(page.context());
    await other.goto(`${pipeline.ready.api}/events`);
    await rows(other).first().waitFor();
    const cookies = await page.context().cookies();
    await page.getByRole('button', { name: 'Sign out' }).click();
    for (const one of [page, other]) await one.getByLabel('Auth token or secret').waitFor();
    await vi.waitFor(async () => expect(await page.context().cookies()).toEqual([]));
    // Whoever kept a copy of the cookie has nothing of it.
    await page.context().addCookies(cookies);
    await page.reload();
    await page.getByLabel('Auth token or secret').waitFor();
    await other.close();
  });

  itAtNight('saves what it shows under a name, with an alert, and opens it again', async () => {
    const page = await openSignedIn('/?since=1h');
    await page.getByRole('button', { name: 'Save view, tell me when…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('The last hour');
    await dialog.getByLabel('Tell when').selectOption('share');
    await dialog.getByLabel('Webhook').fill('http://example.com');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('expected a URL that begins with https:').waitFor();
    await dialog.getByLabel('Webhook').fill('');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'saved views', exact: true }).click();
    await page.getByText('Over 5 % of calls').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Change The last hour' }).click();
    await dialog.getByLabel('Name').fill('An hour');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'An hour' }).click();
    await page.getByRole('heading', { name: 'Causes', exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('?since=1h');
  });

  it('asks once who is signed in', async () => {
    const page = await openAlone();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(pipeline.ready.api);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.getByLabel('Auth token or secret').fill('x');
    expect(asked.filter((path) => path === '/session')).toHaveLength(1);
  });

  it('shows nothing of one reader to another one, whom another tab signs in', async () => {
    const page = await openSignedIn();
    await rows(page).first().waitFor();
    const asked: Record<string, string>[] = [];
    await page.route('**/session', (route) => route.fulfill({ json: { sid: 'SK2', name: '', expires_at: '' } }));
    await page.route('**/v1/**', (route) => {
      asked.push(route.request().headers());
      return route.fulfill({ status: 503, body: '{}' });
    });
    await page.evaluate("new BroadcastChannel('voice-insights-session').postMessage('signed-in')");
    await rows(page).first().waitFor({ state: 'detached' });
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0), { timeout: 5_000 });
    expect(asked.filter((headers) => 'if-none-match' in headers)).toEqual([]);
  });

  it('leads from an error to its call, at the event, and back', async () => {
    const page = await openSignedIn();
    await page.setViewportSize({ width: 1280, height: 400 });
    await rows(page).first().waitFor();
    await page.evaluate('scrollTo(0, 200)');
    await page.getByRole('link', { name: /31005/ }).first().click();
    await page.getByRole('heading', { name: /^Call CA/ }).waitFor();
    await page.locator('[aria-current="true"]', { hasText: 'connection / error' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/calls\/CA[\da-f]{32}$/);
    await page.getByRole('link', { name: '← Events' }).waitFor();
    await page.goBack();
    await rows(page).first().waitFor();
    expect(await page.evaluate('scrollY')).toBe(200);
  });

  // On a machine that is busy with something else it may take longer, once.
  it('shows an event within three seconds of the stream, an hour old or not, and marks what is late', {
    retry: 2,
  }, async () => {
    const page = await openSignedIn();
    await rows(page).first().waitFor();
    for (const [agoMs, badge] of [
      [1_000, 0],
      [HOUR_MS, 1],
    ] as const) {
      const { name, record } = anError(agoMs);
      const put = Date.now();
      await pipeline.put(record);
      const row = rows(page).filter({ hasText: `test / ${name}` });
      await row.waitFor();
      expect(Date.now() - put).toBeLessThan(SHOWN_WITHIN_MS);
      expect(await row.getByText('late').count()).toBe(badge);
      await page
        .getByRole('status')
        .filter({ hasText: '1 new event, 1 of them errors' })
        .waitFor({ state: 'attached' });
    }
  });

  itAtNight(
    'moves no row while somebody reads, says how many wait, and shows them by a key',
    { retry: 2 },
    async () => {
      const page = await openSignedIn('/events?rows=compact');
      await rows(page).first().waitFor();
      await page.keyboard.press('j');
      await page.locator('.row a:focus').waitFor();
      const title = rows(page).first().locator('.row-title');
      const first = await title.textContent();
      const { name, record } = anError(1_000);
      await pipeline.put(record);
      await page.getByRole('button', { name: '1 new' }).waitFor();
      expect(await title.textContent()).toBe(first);
      await page.keyboard.press('.');
      await rows(page)
        .filter({ hasText: `test / ${name}` })
        .waitFor();
      expect(await page.getByRole('button', { name: '1 new' }).count()).toBe(0);
      await page.keyboard.press('p');
      await page.getByText('Paused. Read at ').waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).getByText('Show new events').waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('p');

      const facet = page.getByRole('region', { name: 'Region', exact: true }).getByRole('button').first();
      const region = await facet.locator('.facet-text').textContent();
      await facet.click();
      await vi.waitFor(() => expect(new URL(page.url()).search).toBe(`?facet=region%3A${region}&rows=compact`));
      await page.getByRole('button', { name: `Remove Region: ${region}` }).click();
      await vi.waitFor(() => expect(new URL(page.url()).search).toBe('?rows=compact'));
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Save as CSV' }).click(),
      ]);
      expect(readFileSync(await saved.path(), 'utf8').split('\r\n').length).toBeGreaterThan(5);
    },
  );

  itAtNight('keeps an event of a clock that runs ahead apart', async () => {
    const { name, record } = anError(-3 * HOUR_MS);
    await pipeline.put(record);
    const page = await openSignedIn();
    const row = page.getByRole('region', { name: 'From the future' }).getByText(`test / ${name}`);
    await row.waitFor();
    expect(await rows(page).first().textContent()).not.toContain(name);
    await row.click();
    await page.getByText('unknown: a device’s clock is ahead').waitFor();
  });

  itAtNight('has its filters in the address, which shows somebody else the same', async () => {
    const { name, record } = anError(60_000, { sdk_edge: { error: { code: 31_009, message: 'No transport' } } });
    await pipeline.ingest(record);
    const page = await openSignedIn();
    await rows(page).first().waitFor();
    await page.getByRole('checkbox', { name: 'Warning' }).uncheck();
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByRole('combobox', { name: 'Edge' }).selectOption('SDK');
    await page.getByRole('combobox', { name: 'Group' }).fill('test');
    await page.getByRole('combobox', { name: 'Name' }).fill(name);
    await page.getByRole('combobox', { name: 'Error code' }).fill('31009');
    await page.getByRole('combobox', { name: 'Error code' }).press('Enter');
    await page.getByRole('combobox', { name: 'Time' }).selectOption('Last hour');
    await vi.waitFor(async () => expect(await rows(page).count()).toBe(1), { timeout: 40_000 });
    const { search } = new URL(page.url());
    expect(search).toBe(`?level=ERROR&edge=sdk_edge&group=test&name=${name}&code=31009&since=1h`);

    const other = await openSignedIn(`/events${search}&since=99d`);
    await other.getByText('Parts of the address that are not filters were ignored: since=99d').waitFor();
    await rows(other).filter({ hasText: name }).waitFor();
    expect(await rows(other).count()).toBe(1);
    expect(await other.getByRole('combobox', { name: 'Error code' }).inputValue()).toBe('31009');
    await other.getByRole('combobox', { name: 'Error code' }).fill('1');
    await other.getByRole('combobox', { name: 'Error code' }).press('Enter');
    await other.getByText('No event matches these filters.').waitFor();
  });

  itAtNight.each([
    ['behind', -10 * 60_000],
    ['ahead', 10 * 60_000],
    ['of another year', 500 * 24 * HOUR_MS],
  ] as const)('takes no event for late or of the future where the viewer’s own clock is %s', async (_how, wrongMs) => {
    const { name, record } = anError(1_000);
    const ahead = anError(-HOUR_MS / 2);
    await pipeline.ingest(record, ahead.record);
    const init = `{ const now = Date.now; Date.now = () => now() + ${wrongMs}; }`;
    const page = await openSignedIn('/events?since=15m', { init });
    await page.getByRole('region', { name: 'From the future' }).getByText(`test / ${ahead.name}`).waitFor();
    const row = rows(page).filter({ hasText: `test / ${name}` });
    await row.waitFor();
    const next = anError(1_000);
    await pipeline.put(next.record);
    const nextRow = page
      .locator('.rows')
      .first()
      .locator('.row')
      .filter({ hasText: `test / ${next.name}` });
    await nextRow.waitFor();
    expect(await nextRow.getByText('late').count()).toBe(0);
    await page.getByText(/^Last event \d+ s ago$/).waitFor();
    await row.click();
    await page.getByText('Live: new events appear here.').waitFor();
    expect(await page.getByText('a device’s clock is ahead').count()).toBe(0);
  });

  itAtNight(
    'shows and links the call of any SID, whatever it looks like',
    async () => {
      const strange = Object.entries({
        'that looks like a path': '../../v1',
        'that is a step of a path': '..',
        'of another kind': 'NO0e1d9d0cb5aa4bbd8d3e8f8ea1b8c9d0',
        'with a slash': 'a/b',
        'that looks escaped': '%2F',
        'with blanks around it': ' CA blank ',
        'that looks like markup': 'é"<b>',
        'as long as a key can be': 'x'.repeat(2_000),
        'that is a word of the path': 'Events',
      });
      const calls = strange.map(([how, call_sid]) => {
        return { how, ...anError(1_000, { call_sid, group: 'any-sid' }), call_sid };
      });
      await pipeline.ingest(...calls.map(({ record }) => record));
      const page = await openSignedIn('/events?since=15m&group=any-sid');
      const other = await openSignedIn();
      const eventOf = (shown: Page, name: string) =>
        shown.getByRole('region', { name: 'Events' }).getByText(`any-sid / ${name}`);
      for (const { how, call_sid, name } of calls) {
        await rows(page).filter({ hasText: name }).getByRole('link').click();
        await eventOf(page, name).waitFor();
        await page.getByText(/^This (SID has|SID begins with|is not how a call SID looks)/).waitFor();
        expect([how, await page.getByRole('heading', { name: /^Call / }).textContent()]).toEqual([
          how,
          expect.stringContaining(call_sid.slice(0, 100)),
        ]);

        // The address shows it to somebody else, and the search finds it.
        await other.goto(page.url());
        await other.locator('.event-line[aria-current=true]', { hasText: name }).waitFor();
        await other.getByRole('link', { name: 'Voice Insights' }).click();
        await other.getByRole('searchbox').fill(call_sid);
        await other.getByRole('searchbox').press('Enter');
        await eventOf(other, name).waitFor();
        await page.goBack();
      }
    },
    120_000,
  );

  itAtNight(
    'has room for what an event says in a row of every width, and no more than a few lines of what a client wrote',
    async () => {
      const long = 'what a client wrote '.repeat(250);
      const sdk_edge = { error: { code: 31_005, message: long } };
      const { record } = anError(1_000, { group: 'rows', name: long, sdk_edge });
      const { name, record: short } = anError(1_000, { group: 'rows', sdk_edge: { error: { code: 31_005 } } });
      await pipeline.ingest(record, short);
      const page = await openSignedIn('/events?group=rows');
      await rows(page).filter({ hasText: name }).waitFor();
      for (const width of [320, 480, 481, 768, 769, 1_024, 1_025, 1_920]) {
        await page.setViewportSize({ width, height: 900 });
        const shown = await page.evaluate<{ height: number; room: number; isCut: boolean }[]>(`
        [...document.querySelectorAll('.row')].map((row) => {
          const [what, error] = [row.querySelector('.row-what'), row.querySelector('.row-error')];
          return {
            height: row.clientHeight,
            room: what.clientWidth,
            isCut: row.textContent.length < 200 && error.scrollHeight > error.clientHeight,
          };
        })`);
        expect(shown).toHaveLength(2);
        for (const { height, room, isCut } of shown) {
          expect([width, height < 300, room > 200, isCut]).toEqual([width, true, true, false]);
        }
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
    },
  );

  itAtNight(
    'shows nothing that was not read as if it were, and in the end has all of ten thousand errors',
    async () => {
      const incident = (level: string, count: number) =>
        Array.from({ length: count }, (_event, index) =>
          apiEvent({ level, name: `${level}-${index}`, timestamp: ago(60_000 + (index / count) * 20 * HOUR_MS) }),
        );
      const answers = { ERROR: incident('ERROR', 10_030), WARNING: incident('WARNING', 6_000) };
      const nowMs = Date.now();
      const makeRow = createRowMaker();
      const ofDay = [...answers.ERROR, ...answers.WARNING].map((event) =>
        makeRow(event, { atMs: Date.parse(String(event.timestamp)), timestamp: String(event.timestamp) }),
      );
      const span = spanParts({ agoMs: 24 * HOUR_MS }, { agoMs: 0 }, nowMs);
      const counted = causesAnswer({}, { span, nowMs, rows: ofDay, countedSinceMs: span.fromMs });
      let isHeld = true;
      const held: (() => void)[] = [];
      const page = await open('/events');
      await page.route('**/v1/**', async (route) => {
        const url = new URL(route.request().url());
        const levels = url.searchParams.getAll('Level');
        if (url.pathname.endsWith('/Causes'))
          return route.fulfill({ json: levels.length === 0 ? counted : { ...counted, levels: { ERROR: 10_030 } } });
        const all = answers[url.searchParams.get('Level') === 'WARNING' ? 'WARNING' : 'ERROR'];
        const from = Number(url.searchParams.get('PageToken') ?? 0);
        if (from > 2_500 && isHeld) await new Promise<void>((go) => held.push(go));
        // More than is asked for is taken, too, and there sooner.
        const next = from + 2_500;
        url.searchParams.set('PageToken', String(next));
        await route.fulfill({
          json: { meta: { next_page_url: next < all.length ? url.href : null }, events: all.slice(from, next) },
        });
      });
      await signIn(page);
      const overview = page.getByRole('region', { name: 'Overview' });
      // Counted by the API, so whole at once, whatever of it is read.
      await overview.getByText('10,030').waitFor();
      const note = page.locator('.note');
      await note.getByText('Older events are still loading.').waitFor();
      await note.getByText('The list goes back to').waitFor();
      // However many there are, few of them are in the page.
      expect(await rows(page).count()).toBeLessThan(400);
      isHeld = false;
      for (const go of held) go();
      // All errors are there; of the warnings there are more than a page holds, and it says so.
      await note.getByText('There is more than this page holds').waitFor({ timeout: 40_000 });
      await page.getByRole('checkbox', { name: 'Warning' }).uncheck();
      await vi.waitFor(async () => {
        const [saved] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: 'Save as CSV' }).click(),
        ]);
        expect(
          readFileSync(await saved.path(), 'utf8')
            .trim()
            .split('\r\n'),
        ).toHaveLength(10_031);
      }, 40_000);
      expect(await note.count()).toBe(0);
    },
    120_000,
  );

  itAtNight('takes neither silence nor a filter that fits nothing for good news', async () => {
    const page = await openSignedIn('/events?name=denie&since=30d');
    await page.getByText('No event matches these filters.').waitFor();
    await page.getByText('does not prove that all calls are well').waitFor();
    await page.getByText(/^Last event .* ago$/).waitFor();
    const options = await page
      .locator('#known-name option')
      .evaluateAll((all) => all.map((one) => one.getAttribute('value')));
    expect(options).toEqual(expect.arrayContaining(['denied', 'error']));
    await page.getByRole('link', { name: 'denied' }).click();
    await rows(page).first().waitFor();
    expect(new URL(page.url()).search).toBe('?name=denied&since=30d');

    const silent = await open('/events');
    await silent.route('**/v1/**', (route) => route.fulfill({ json: { meta: { next_page_url: null }, events: [] } }));
    await signIn(silent);
    await silent.getByText('No event yet').waitFor();
    await silent.getByText('There is no warning and no error in this time range.').waitFor();
    expect(await silent.locator('main').innerText()).not.toMatch(/good/i);
    expect(await silent.locator('.last-heard-silent').count()).toBe(1);
  });

  itAtNight('says what an event says of its error, where the code alone tells less', async () => {
    const message = 'Error sent from gateway in HANGUP';
    const { name, record } = anError(1_000, { sdk_edge: { error: { code: 31_005, message } } });
    await pipeline.ingest(record);
    const page = await openSignedIn(`/events?name=${name}`);
    const row = rows(page).filter({ hasText: name });
    expect(await row.textContent()).toContain(`31005 Connection error: ${message}`);
    await row.click();
    await page.locator('.event-line[aria-current=true]', { hasText: message }).click();
    expect(await page.locator('.error-in-words').innerText()).toContain(`31005: Connection error: ${message}`);
  });

  itAtNight.each(['light', 'dark'] as const)(
    'draws a timeline and a chart in colours that the viewer forces, %s',
    async (colorScheme) => {
      const page = await openSignedIn('/events', { forcedColors: 'active', colorScheme });
      await page.getByRole('link', { name: /53405/ }).last().click();
      await page.locator('.timeline canvas').waitFor();
      for (const canvas of ['.timeline canvas']) {
        const colours = () =>
          page.evaluate<string[]>(`(() => {
          const canvas = document.querySelector('${canvas}');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const counts = new Map();
          for (let at = 0; at < data.length; at += 4) {
            const colour = data.slice(at, at + 4).join();
            counts.set(colour, (counts.get(colour) ?? 0) + 1);
          }
          return [...counts].filter(([, count]) => count > 20).map(([colour]) => colour);
        })()`);
        await expect.poll(async () => (await colours()).length, { message: canvas }).toBeGreaterThan(3);
      }
    },
  );

  itAtNight('leaves what somebody is typing as it is while events come', async () => {
    const page = await openSignedIn();
    await rows(page).first().waitFor();
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByRole('combobox', { name: 'Group' }).pressSequentially('conn');
    const { name, record } = anError(1_000);
    await pipeline.put(record);
    await rows(page)
      .filter({ hasText: `test / ${name}` })
      .waitFor();
    expect(await page.getByRole('combobox', { name: 'Group' }).inputValue()).toBe('conn');
    await page.keyboard.type('ection');
    await page.keyboard.press('Enter');
    await vi.waitFor(() => expect(new URL(page.url()).search).toBe('?group=connection'));
    expect(await page.evaluate('document.activeElement.value')).toBe('connection');

    await page.getByRole('combobox', { name: 'Time' }).selectOption('From … to …');
    const from = page.getByRole('textbox', { name: 'From' });
    await from.focus();
    await page.keyboard.type('02202025');
    expect(await from.inputValue()).toMatch(/^2025-02-20T/);
    expect(new URL(page.url()).searchParams.get('from')).toMatch(/^2025-02-(19|20|21)T/);
    await from.fill('');
    await page.getByRole('textbox', { name: 'To', exact: true }).focus();
    expect(await from.inputValue()).toMatch(/^2025-02-20T/);

    const code = page.getByRole('combobox', { name: 'Error code' });
    await code.fill('busy');
    await code.press('Enter');
    expect(await code.inputValue()).toBe('');
  });

  it('says why a level cannot be asked for across calls', async () => {
    const page = await openSignedIn('/events?level=INFO&level=ERROR');
    await page.getByText('Level: events of level INFO are not indexed across calls').waitFor();
    await rows(page).first().waitFor();
    await page.getByRole('checkbox', { name: 'Error' }).uncheck();
    await rows(page).first().waitFor({ state: 'detached' });
    await page.getByText('Level: events of level INFO are not indexed across calls').waitFor();
    expect(await page.locator('.empty').count()).toBe(0);
  });

  itAtNight(
    'finds a call by its SID, says what one looks like, and why a call may have no events until it has',
    async () => {
      const page = await openSignedIn(`/calls/${CALL_SID.toUpperCase()}/`);
      await page.getByRole('link', { name: CALL_SID }).click();
      await page.getByRole('heading', { name: `Call ${CALL_SID}` }).waitFor();
      await page.getByText(`npx voice-insights backfill ${CALL_SID}`).waitFor();
      const search = page.getByRole('searchbox', { name: 'Call SID, code, number, client or text' });
      await search.fill('AC0123456789abcdef');
      await search.press('Enter');
      await page.getByText('This SID begins with AC. A call SID begins with CA.').waitFor();
      const { call_sid, name, record } = anError(1_000);
      await search.fill(`see https://example.com/calls/${call_sid}?x=1`);
      await search.press('Enter');
      await page.getByRole('heading', { name: `Call ${call_sid}` }).waitFor();
      await page.getByText('Voice Insights Advanced Features were off').waitFor();
      await pipeline.put(record);
      await page.getByRole('region', { name: 'Events' }).getByText(`test / ${name}`).waitFor();
    },
  );

  // On a machine that is busy with something else it may take longer, once.
  itAtNight(
    'opens a call with its summary, says what is not known yet, and shows a better version within three seconds',
    {
      retry: 2,
    },
    async () => {
      const { call_sid, caller, partial, complete } = aSummary({
        carrier_edge: { metrics: { inbound: { packets_loss_percentage: 7.25, tags: ['high_packet_loss'] } } },
      });
      const event = anError(1_000, { call_sid });
      await pipeline.ingest(event.record);
      const page = await openSignedIn(`/calls/${call_sid}`);
      const card = page.locator('.summary-card');
      await card.getByRole('heading', { name: 'No summary yet' }).waitFor();
      expect(await card.innerText()).toContain('up to 30 minutes after it');
      for (const [version, isPreliminary] of [
        [partial, 1],
        [complete, 0],
      ] as const) {
        const put = Date.now();
        await pipeline.put(version);
        const preliminary = card.getByText('The summary is preliminary');
        await vi.waitFor(async () => expect(await preliminary.count()).toBe(isPreliminary), 8_000);
        await card.getByRole('heading', { name: 'Completed, with bad audio' }).waitFor();
        expect(Date.now() - put).toBeLessThan(SHOWN_WITHIN_MS);
      }
      const text = await card.innerText();
      for (const fact of [caller, 'Chicago', 'Example Mobile', 'The callee', '200 (OK)', '1.2 s', '1 min 6 s']) {
        expect(text).toContain(fact);
      }
      expect(text).toMatch(
        /high_packet_loss\s+carrier_edge inbound\s+received from the carrier\s+7.3 %, over Twilio’s limit of 5 %/,
      );
      expect(text).toContain('Twilio measures it on devices with the Voice SDK only');
      await page.getByRole('region', { name: 'Events' }).getByText(event.name).waitFor();
    },
  );

  itAtNight('waits no longer for the summary of a call that has been over for long', async () => {
    const { call_sid, record } = anError(2 * HOUR_MS);
    await pipeline.ingest(record);
    const page = await openSignedIn(`/calls/${call_sid}`);
    await page.getByRole('heading', { name: 'No summary', exact: true }).waitFor();
    const read = page.waitForResponse(/\/Summary\?/, { timeout: 2_500 }).catch(() => undefined);
    expect(await read).toBeUndefined();
  });

  itAtNight(
    'leads from a number or a client to its calls, newest first, and from there to each',
    { retry: 2 },
    async () => {
      const older = aSummary();
      const { caller, callee } = older;
      const parties = { from: { caller }, to: { callee } };
      const newer = aSummary({ ...parties, start_time: ago(1_000), call_state: 'busy', duration: 0 });
      await pipeline.ingest(older.complete, newer.complete);
      const page = await openSignedIn();
      const search = page.getByRole('searchbox');
      await search.fill(`${caller.slice(0, 4)} (${caller.slice(4, 7)}) ${caller.slice(7)}`);
      await search.press('Enter');
      await page.getByRole('heading', { name: `Calls of ${caller}` }).waitFor();
      await vi.waitFor(async () => expect(await rows(page).count()).toBe(2));
      const shown = await rows(page).allInnerTexts();
      expect(shown.map((text) => /CA[0-9a-f]{32}/.exec(text)?.[0])).toEqual([newer.call_sid, older.call_sid]);
      expect(shown[0]).toMatch(new RegExp(`Busy\\s+called ${callee}`));

      await search.fill(callee.slice('client:'.length));
      await search.press('Enter');
      await page.getByRole('heading', { name: `Calls of ${callee}` }).waitFor();
      const newest = aSummary({ ...parties, start_time: ago(0) });
      const put = Date.now();
      await pipeline.put(newest.partial);
      await vi.waitFor(async () => expect(await rows(page).count()).toBe(3), 8_000);
      expect(Date.now() - put).toBeLessThan(SHOWN_WITHIN_MS);
      expect(await rows(page).first().innerText()).toContain(`was called by ${caller} · preliminary`);

      await rows(page).last().getByRole('link').click();
      await page.getByRole('heading', { name: `Call ${older.call_sid}` }).waitFor();
      await page.getByRole('heading', { name: 'No events' }).waitFor();
      await page.locator('.summary-card').getByRole('link', { name: caller }).click();
      await page.getByRole('heading', { name: `Calls of ${caller}` }).waitFor();
      await search.fill('+1 999 000 0000');
      await search.press('Enter');
      await page.getByText('The number is written in another way.').waitFor();
    },
  );

  itAtNight(
    'says of a call that nobody took that it was so, and leads to the calls that it made',
    { retry: 2 },
    async () => {
      const parent = aSummary({ properties: { direction: 'inbound', last_sip_response_num: 200 } });
      const { call_sid, complete } = aSummary({
        parent_call_sid: parent.call_sid,
        start_time: ago(30_000),
        call_state: 'busy',
        sdk_edge: { properties: { disconnected_by: 'rejected' } },
      });
      await pipeline.ingest(parent.complete, complete);
      const page = await openSignedIn(`/calls/${parent.call_sid}`);
      const card = page.locator('.summary-card');
      await card.getByRole('heading', { name: 'No one took it' }).waitFor();
      expect(await card.innerText()).not.toContain('the call was answered');
      await card.getByText(/to client:desk-\d+ \(rejected\)/).waitFor();
      await card.getByRole('link', { name: call_sid }).click();
      await card.getByRole('heading', { name: 'Rejected' }).waitFor();
    },
  );

  itAtNight(
    'says of a call that an error ended that it was cut off, as the command line does',
    { retry: 2 },
    async () => {
      const { call_sid, complete } = aSummary();
      const error = anError(1_000, { call_sid, edge: 'sdk_edge', sdk_edge: { error: { code: 31_005 } } });
      const end = anError(1_000, { call_sid, level: 'INFO', group: 'connection', name: 'disconnected-by-remote' });
      await pipeline.ingest(complete, error.record, end.record);
      const page = await openSignedIn(`/calls/${call_sid}`);
      await page.locator('.summary-card').getByRole('heading', { name: 'Cut off' }).waitFor();
      const verdict = await page.locator('.call-verdict').innerText();
      expect(verdict).toMatch(
        /^\s*Cut off\.\s+31005, Connection error\. The WebSocket [\s\S]*As Twilio has it, the callee hung up/,
      );
      expect(await page.locator('.summary-card').innerText()).toContain(', as Twilio has it');
      await page
        .locator('.call-verdict')
        .getByRole('link', { name: /^31005/ })
        .click();
      expect(await page.locator('.event-line[aria-current=true]').innerText()).toContain('31005');
    },
  );

  itAtNight('shows what is markup in a summary as the text it is', async () => {
    const { call_sid, complete, callee } = aSummary({
      parent_call_sid: HOSTILE,
      call_type: HOSTILE,
      from: { caller: `client:${HOSTILE}`, carrier: HOSTILE, city: HOSTILE, sdk: { type: HOSTILE } },
      tags: [HOSTILE, ...Array.from({ length: 200 }, (_tag, index) => `tag ${index}`)],
      properties: { disconnected_by: HOSTILE, last_sip_response_num: 799, pdd_ms: 1e15, queue_time: -4 },
      carrier_edge: HOSTILE,
    });
    await pipeline.ingest(complete);
    const page = await openSignedIn(`/calls/${call_sid}`);
    const card = page.locator('.summary-card');
    await card.getByText('more.').waitFor();
    expect(await card.innerText()).toContain(HOSTILE);
    await page.goto(`${pipeline.ready.api}/?party=${encodeURIComponent(callee)}`);
    await rows(page).filter({ hasText: HOSTILE }).waitFor();
    expect(await page.evaluate('"hacked" in window')).toBe(false);
    expect(await page.locator('main img, main script').count()).toBe(0);
  });

  itAtNight.each([
    ['dark', 360, {}],
    ['light', 1280, {}],
    ['light', 820, { forcedColors: 'active' }],
    ['dark', 320, { forcedColors: 'active' }],
  ] as const)('has a card that axe-core finds nothing in: %s, %i px, %j', async (colorScheme, width, forced) => {
    const page = await open('/events', { colorScheme, viewport: { width, height: 800 }, ...forced });
    await signIn(page);
    for (const code of [53405, 31005, 31401, 53000]) {
      await page
        .getByRole('link', { name: new RegExp(String(code)) })
        .last()
        .click();
      await page.locator('.summary-card').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.goBack();
    }
    await page.getByRole('link', { name: /53405/ }).last().click();
    await page.locator('.summary-address a').last().click();
    await rows(page).first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    await rows(page).first().getByRole('link').click();
    await page.locator('.summary-card').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });

  itAtNight('keeps the part of a call that one looks at in its address, and puts another call beside it', async () => {
    const [one, other] = [anError(1_000), anError(1_000)];
    const later = anError(500, { call_sid: one.call_sid });
    await pipeline.ingest(one.record, other.record, later.record);
    const page = await openSignedIn(`/calls/${one.call_sid}`);
    await page.getByRole('listbox', { name: 'Events over time, 2' }).focus();
    for (const key of ['e', '+', '+', '+']) await page.keyboard.press(key);
    await page.waitForURL(/[?&]t=[^&]+%7E/);
    await page.reload();
    await page.getByRole('checkbox', { name: 'Only what is in view' }).check();
    await vi.waitFor(async () => expect(await page.locator('.event-line').count()).toBe(1));
    expect(await violations(page)).toEqual([]);

    await page.getByRole('link', { name: 'Compare' }).click();
    await page.getByRole('textbox', { name: 'Second call SID' }).fill(`a line about ${other.call_sid}`);
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('region', { name: 'Second call', exact: true }).waitFor();
    expect(await page.getByRole('region', { name: 'Facts' }).innerText()).toMatch(/Errors ≠\s+2\s+1/);
    expect(await violations(page)).toEqual([]);
  });

  it('hands over a call as a file of JSON', async () => {
    const { call_sid, record } = anError(1_000);
    await pipeline.ingest(record);
    const page = await openSignedIn(`/calls/${call_sid}`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'JSON', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`${call_sid}.json`);
    const file = JSON.parse(readFileSync(await download.path(), 'utf8'));
    expect(file).toMatchObject({ call_sid, events: [{ call_sid, level: 'ERROR' }] });

    const next_page_url = `${pipeline.ready.api}/more`;
    const json = { meta: { next_page_url }, events: [...file.events, ...file.events] };
    await page.route('**/more', () => undefined);
    await page.route('**/v1/**', (route) => route.fulfill({ json }));
    await page.getByRole('searchbox').fill(`CA${'0'.repeat(32)}`);
    await page.getByRole('searchbox').press('Enter');
    await page.getByText('2 events, reading on…').waitFor();
    expect(await page.getByRole('button', { name: 'JSON', exact: true }).isDisabled()).toBe(true);
  });

  itAtNight('says that the network is cut, keeps what it has, and recovers by itself', async () => {
    const page = await openSignedIn();
    await rows(page).first().waitFor();
    await page.context().setOffline(true);
    const { name, record } = anError(1_000);
    await pipeline.put(record);
    await page.getByText('The API cannot be reached').waitFor();
    expect(await rows(page).count()).toBeGreaterThan(0);
    await page.context().setOffline(false);
    await rows(page)
      .filter({ hasText: `test / ${name}` })
      .waitFor();
    await page.getByText('The API cannot be reached').waitFor({ state: 'detached' });
  });

  itAtNight('says what the API answers where it has no answer, and recovers', async () => {
    const page = await openSignedIn();
    await rows(page).first().waitFor();
    for (const [status, json, said] of [
      [429, { message: 'Too Many Requests' }, 'The API asks for fewer requests (429 Too Many Requests)'],
      [500, { code: 20500, message: 'Internal server error' }, 'The API failed (500 Internal server error)'],
      [404, { message: 'Not Found' }, 'The API failed (404 Not Found)'],
    ] as const) {
      await page.route('**/v1/**', (route) => route.fulfill({ status, json }));
      await page.getByText(said).waitFor();
      expect(await page.getByText('Live. Read at').count()).toBe(0);
      await page.unroute('**/v1/**');
      await page.getByText(said).waitFor({ state: 'detached' });
      await page.getByText('Live. Read at').waitFor();
    }
  });

  itAtNight('asks again where the credential is no longer known, and then shows what the address says', async () => {
    const page = await openSignedIn('/events?since=1h');
    await rows(page).first().waitFor();
    await page.route('**/v1/**', (route) => route.fulfill({ status: 401, json: { code: 20003, message: 'no' } }));
    await page.getByText('The session has ended. Sign in again.').waitFor();
    await page.unroute('**/v1/**');
    await signIn(page);
    await rows(page).first().waitFor();
    expect(new URL(page.url()).search).toBe('?since=1h');
  });

  it('shows what is markup in an event as the text it is', async () => {
    const { call_sid, record } = anError(1_000, {
      group: HOSTILE,
      name: HOSTILE,
      account_sid: HOSTILE,
      edge: HOSTILE,
      sdk_edge: { error: { code: 99_999, message: HOSTILE }, metadata: { city: HOSTILE, client_name: HOSTILE } },
    });
    await pipeline.ingest(record);
    const page = await openSignedIn('/events?since=15m');
    const row = rows(page).filter({ hasText: '99999' });
    expect(await row.textContent()).toContain(HOSTILE);
    await row.click();
    await page.getByRole('heading', { name: `Call ${call_sid}` }).waitFor();
    await page.getByRole('region', { name: 'Events' }).getByText(HOSTILE).first().waitFor();
    expect(await page.evaluate('"hacked" in window')).toBe(false);
    expect(await page.locator('main img, main script').count()).toBe(0);
  });

  it('works by the keyboard alone', async () => {
    const page = await open();
    await page.locator('[name=sid]:focus').waitFor();
    await page.keyboard.type(pipeline.ready.accountSid);
    await page.keyboard.press('Tab');
    await page.keyboard.type(pipeline.ready.authToken);
    await page.keyboard.press('Enter');
    await rows(page).first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    for (let presses = 0; presses < 20; presses += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate('document.activeElement.closest(".row") !== null')) break;
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Call CA/ }).waitFor();
    // Once the view is painted.
    await page.locator('main:focus').waitFor();
  });

  itAtNight.each([
    ['dark', 360],
    ['light', 1280],
  ] as const)(
    'has nothing that axe-core finds, and nothing beside the screen: %s, %i px',
    async (colorScheme, width) => {
      const page = await open('/events', { colorScheme, viewport: { width, height: 800 } });
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      expect(await violations(page)).toEqual([]);
      await signIn(page);
      await rows(page).first().waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'More filters' }).click();
      await page.getByRole('combobox', { name: 'Time' }).selectOption('From … to …');
      await rows(page).first().waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('link', { name: /53405/ }).first().click();
      await page.getByRole('button', { name: 'Ticket text' }).waitFor();
      await page.locator('.summary-card').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.locator('.summary-address a').first().click();
      await page.getByRole('heading', { name: /^Calls of/ }).waitFor();
      await rows(page).first().waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('searchbox').fill('CA-none');
      await page.getByRole('searchbox').press('Enter');
      await page.getByText('This SID has 7 characters.').waitFor();
      expect(await violations(page)).toEqual([]);
    },
  );

  /** What axe-core finds, and how far the page reaches beside the screen. */
  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(AXE);
    const found = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    const beside = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
    return [
      ...found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
      ...(beside > 0 ? [`${beside} px beside the screen`] : []),
    ];
  }
});
