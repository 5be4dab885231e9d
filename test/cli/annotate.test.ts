import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EmbeddedServer, listen } from '../../local/embedded-server.ts';
import { ACCOUNT_SID, cloudEvent, eventId } from '../../samples/builders.ts';
import { metricEvent, sdkMetricData } from '../../samples/call-metric.ts';
import { byDay, itAtNight } from '../nightly.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { runCli } from './run-cli.ts';
import { sidsOf, summaryEvent } from './summary-events.ts';

vi.setConfig({ testTimeout: 60_000 });

const [call, atTwilio, eventsOnly, unknown, pushed, refused, samplesOnly] = sidsOf('a', 'b', 'c', 'd', 'e', 'f', '9');
const EVIL = '\u001b[2J\u202e';

let pipeline: AnnouncedPipeline;
let twilio: EmbeddedServer;
const told: { path: string; form: Record<string, string> }[] = [];
beforeAll(async () => {
  pipeline = await announcePipeline();
  const startMs = Date.now() - 3_600_000;
  await pipeline.ingest(
    ...[call, pushed, refused].map((sid) => summaryEvent(sid, startMs, { account_sid: ACCOUNT_SID })),
    summaryEvent(atTwilio, startMs, { annotation: { call_score: 5, comment: `at Twilio ${EVIL}` } }),
    cloudEvent({ id: eventId(1) }, { call_sid: eventsOnly }),
    metricEvent({ id: eventId(2) }, sdkMetricData({ call_sid: samplesOnly })),
  );
  twilio = await listen(
    createServer(async (request, response) => {
      const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
      const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
      const path = `${request.method} ${request.url}`;
      told.push({ path, form });
      const isRefused = path.includes(refused);
      const problem = { code: 17_002, message: 'Summary too old', status: 400, more_info: 'https://example.com' };
      response.writeHead(isRefused ? 400 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isRefused ? problem : { call_sid: pushed }));
    }),
    0,
    'PORT',
  );
});
afterAll(async () => {
  await pipeline.stop();
  await twilio.close();
});

const annotate = (...words: string[]) => runCli(['annotate', ...words, `--local=${pipeline.ready.port}`]);
const push = (...words: string[]) =>
  runCli(['annotate', ...words, '--push', `--local=${pipeline.ready.port}`], {
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: 'token',
    TWILIO_INSIGHTS_URL: twilio.url,
  });

describe('annotate', () => {
  it('shows what people say of a call, and keeps what is not said anew', async () => {
    expect(await annotate(call)).toEqual({ code: 0, out: 'Nothing was said of this call yet.\n', notes: [] });
    const all = ['--call-score', '2', '--quality-issues', 'echo,latency', '--spam', 'no', '--answered-by', 'human'];
    expect((await annotate(call, ...all, '--connectivity-issue', 'caller_id')).out).toBe(
      'People say: score 2 of 5 (poor), echo, delay, wrong caller ID, answered by a human and no spam.\n',
    );
    await annotate(call, '--quality-issues', 'none', '--answered-by', 'none', '--incident', 'T-7');
    const { out } = await annotate(call, '--connectivity-issue', 'none', '--json');
    expect(JSON.parse(out)).toEqual({
      call_sid: call,
      account_sid: ACCOUNT_SID,
      answered_by: 'unknown_answered_by',
      connectivity_issue: 'unknown_connectivity_issue',
      quality_issues: [],
      spam: false,
      call_score: 2,
      comment: null,
      incident: 'T-7',
      url: `https://insights.twilio.com/v1/Voice/${call}/Annotation`,
    });
  });

  itAtNight('shows what Twilio’s summary says, as a terminal can show it, and takes it back', async () => {
    expect((await annotate(atTwilio)).out).toBe(
      'People say: score 5 of 5 (excellent). Comment: “at Twilio \\u001b[2J\\u202e”.\n',
    );
    expect((await annotate(atTwilio, '--comment', 'none')).out).toBe('People say: score 5 of 5 (excellent).\n');
    const { out } = await runCli(['why', atTwilio, `--local=${pipeline.ready.port}`]);
    expect(out).toMatch(/\nPeople say: score 5 of 5 \(excellent\)\.\n\nLook at next:/);
  });

  it('says something of a call that has samples alone, and of their account', async () => {
    const { out } = await annotate(samplesOnly, '--comment', 'loud', '--json');
    expect(JSON.parse(out)).toMatchObject({ comment: 'loud', account_sid: ACCOUNT_SID });
  });

  itAtNight('says something of a call that has events alone, and nothing of one that is not known', async () => {
    expect((await annotate(eventsOnly, '--comment', 'loud')).out).toBe('Comment: “loud”.\n');
    const { code, notes } = await annotate(unknown, '--comment', 'loud');
    expect({ code, notes }).toEqual({ code: 1, notes: [`nothing is kept of a call ${unknown}`] });
  });

  it.each(
    byDay(1, [
      [['--call-score', '6'], /--call-score.*Expected a whole number from 1 to 5, or none/],
      [['--quality-issues', 'echo,loud'], /--quality-issues.*'loud' is none. Allowed: no_quality_issue/],
      [['--answered-by', 'fax'], /--answered-by.*Allowed: human, machine, or none/],
      [['--spam', 'maybe'], /--spam.*Expected yes or no, or none/],
      [['--comment', 'x'.repeat(101)], /--comment.*Expected 1 to 100 characters, or none/],
    ] as const),
  )('refuses %j', async (words, message) => {
    const { code, notes } = await annotate(call, ...words);
    expect(code).toBe(2);
    expect(notes.join(' ')).toMatch(message);
  });

  it('passes on to Twilio what was said now, else all that was said here', async () => {
    const { code, notes } = await push(pushed, '--call-score', '4', '--comment', 'ok');
    expect({ code, notes }).toEqual({ code: 0, notes: ['Twilio was told'] });
    await annotate(pushed, '--spam', 'yes');
    const taken = ['--call-score', '--spam', '--answered-by', '--connectivity-issue', '--quality-issues'];
    const { out } = await annotate(pushed, ...taken.flatMap((name) => [name, 'none']));
    expect(out).toBe('Comment: “ok”.\n');
    await push(pushed);
    const path = `POST /v1/Voice/${pushed}/Annotation`;
    expect(told).toEqual([
      { path, form: { CallScore: '4', Comment: 'ok' } },
      {
        path,
        form: {
          AnsweredBy: 'unknown_answered_by',
          ConnectivityIssue: 'unknown_connectivity_issue',
          QualityIssues: '',
          Spam: 'false',
          CallScore: '',
          Comment: 'ok',
        },
      },
    ]);
  });

  itAtNight('keeps what was said here where Twilio refuses it, with exit code 1', async () => {
    const { code, notes } = await push(refused, '--call-score', '1');
    expect(code).toBe(1);
    expect(notes.join(' ')).toMatch(/^Twilio was not told, and what was said is kept here: .*17002/);
    expect((await annotate(refused)).out).toBe('People say: score 1 of 5 (bad).\n');
  });

  itAtNight('writes nothing where a credential is missing for Twilio', async () => {
    const words = ['annotate', eventsOnly, '--incident', 'T-8', '--push', `--local=${pipeline.ready.port}`];
    const { code } = await runCli(words, { TWILIO_ACCOUNT_SID: ACCOUNT_SID });
    expect(code).toBe(1);
    expect((await annotate(eventsOnly)).out).not.toContain('T-8');
  });
});
