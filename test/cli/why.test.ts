import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GATEWAY_METRICS } from '../../families/call-metric/facts.ts';
import { cloudEvent, eventId } from '../../samples/builders.ts';
import { gatewayMetricData, metricEvent } from '../../samples/call-metric.ts';
import {
  BAD_AUDIO,
  CANCELLED,
  PARENT_SID,
  REJECTED,
  WITHOUT_MEDIA,
} from '../families/call-summary/in-words/summaries.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { runCli } from './run-cli.ts';
import { sidOf, sidsOf, summaryEvent } from './summary-events.ts';

vi.setConfig({ testTimeout: 60_000 });

const [good, bad, rejected, cutOff, cancelled, eventsOnly, hostile] = sidsOf('a', 'b', 'c', 'd', 'e', 'f', '7');
const lost = sidOf('8');
const measured = sidOf('9');
const START_MS = Date.now() - 3_600_000;
const at = (seconds: number) => new Date(START_MS + seconds * 1_000).toISOString();
const EVIL = '\u001b[2J\u202e\n';

/** Samples of five minutes of a gateway, of which 40 s were bad. */
function uplinkOf(callSid: string) {
  return Array.from({ length: 30 }, (_sample, index) => {
    const isBad = index >= 13 && index < 17;
    const interval = isBad ? { packets_received: 465, packets_lost: 35, packets_loss_percentage: 7 } : {};
    const members = { call_sid: callSid, timestamp: at((index + 1) * 10), client_edge: { interval } };
    const data = gatewayMetricData({ edge: 'client_edge' }, members);
    return metricEvent({ type: GATEWAY_METRICS, id: eventId(900 + index) }, data);
  });
}

let pipeline: AnnouncedPipeline;

beforeAll(async () => {
  pipeline = await announcePipeline();
  const error = {
    level: 'ERROR',
    name: 'error',
    sdk_edge: { error: { code: 53405, message: 'Media connection failed' } },
  };
  await pipeline.ingest(
    summaryEvent(good, START_MS),
    summaryEvent(bad, START_MS, BAD_AUDIO),
    summaryEvent(rejected, START_MS, REJECTED),
    summaryEvent(cutOff, START_MS, WITHOUT_MEDIA),
    summaryEvent(cancelled, START_MS, CANCELLED),
    summaryEvent(PARENT_SID, START_MS),
    summaryEvent(hostile, START_MS, {
      from: { caller: `client:${EVIL}`, carrier: 'x'.repeat(5_000) },
      properties: { disconnected_by: EVIL },
      tags: [EVIL],
      parent_call_sid: `CA${EVIL}`,
    }),
    summaryEvent(measured, START_MS, { call_type: 'client', properties: { direction: 'inbound' } }),
    cloudEvent({ id: eventId(8) }, { call_sid: measured, timestamp: at(0) }),
    ...uplinkOf(measured),
    cloudEvent({ id: eventId(1) }, { call_sid: good, timestamp: at(0) }),
    cloudEvent({ id: eventId(2) }, { call_sid: cutOff, timestamp: at(1), ...error }),
    cloudEvent({ id: eventId(3) }, { call_sid: cutOff, timestamp: at(2), level: 'WARNING', name: 'low-mos' }),
    summaryEvent(lost, START_MS),
    cloudEvent({ id: eventId(6) }, { call_sid: lost, timestamp: at(9), ...error, edge: 'sdk_edge' }),
    cloudEvent({ id: eventId(7) }, { call_sid: lost, timestamp: at(9), name: 'disconnected-by-local' }),
    cloudEvent({ id: eventId(4) }, { call_sid: eventsOnly, timestamp: at(1), ...error }),
    cloudEvent({ id: eventId(5) }, { call_sid: hostile, timestamp: at(1), level: 'ERROR', name: EVIL }),
  );
});
afterAll(() => pipeline.stop());

const local = (...words: string[]) => runCli([...words, `--local=${pipeline.ready.port}`]);
const next = (out: string) => out.split('Look at next:\n')[1]?.trimEnd().split('\n');

describe('why', () => {
  it('says in one paragraph how a call went, and then where to look', async () => {
    const { code, out, notes } = await local('why', good);
    expect({ code, notes }).toEqual({ code: 0, notes: [] });
    expect(out).toMatch(
      /^The call was completed\. The caller hung up\. An outbound phone call, made over the API, from \+15550100 \(.*\) to \+15550123 \(.*\) at .* UTC\. Post-dial delay was 2\.9 s\. The last SIP response was 200 \(OK\)\. It was 2 min 20 s \(140 s\) long, .* no error and no warning\.\n\nLook at next:\n/,
    );
    expect(next(out)).toEqual([
      '- Twilio saw no trouble on this call. If there was some, ask the people who talked what they heard, and when.',
      `  npx voice-insights call ${good} --local=${pipeline.ready.port}`,
    ]);
  });

  it('is for a program the summary in the form of Twilio’s resource, the verdict and the errors', async () => {
    const [cut, none] = await Promise.all([local('why', cutOff, '--json'), local('why', sidOf('0'), '--json')]);
    const answer = JSON.parse(cut.out);
    expect(Object.keys(answer)).toEqual([
      'call_sid',
      'summary',
      'annotation',
      'verdict',
      'media',
      'conferences',
      'errors',
    ]);
    expect(answer).toMatchObject({
      call_sid: cutOff,
      summary: { call_state: 'completed', processing_state: 'complete', duration: 21, sip_edge: null },
      errors: [{ event_id: eventId(2), error_code: 53405 }],
    });
    expect(answer.verdict).toMatch(
      /^The call ended as completed, but the media connection of the device \(ICE\) failed or was lost/,
    );
    expect(answer.verdict).toMatch(/An error came .*: 53405, .* There was 1 warning: connection\/low-mos\.$/);
    expect(JSON.parse(none.out)).toMatchObject({
      call_sid: sidOf('0'),
      summary: null,
      verdict: expect.stringMatching(/^There is no summary of this call, and there are no events\./),
      errors: [],
    });
  });

  it.each([
    [
      bad,
      /MOS on sdk_edge inbound \(received by the device\) was 2\.9, below Twilio’s limit of 3\.5\./,
      /^- Both ways/,
    ],
    [
      rejected,
      /^The call was rejected on the device that was called\..* The last SIP response was 600/,
      /^- Fetch what/,
    ],
    [cutOff, /at least one direction was silent\./, /^- The firewall/],
    [
      cancelled,
      /^The call was cancelled before it was answered\..* There are no events of it\..* preliminary/,
      /^- Fetch what/,
    ],
    [eventsOnly, /^There is no summary of this call, only its 1 event\. An error came/, /^- The error\./],
  ])('tells %s as a support engineer would', async (call, verdict, step) => {
    const { out } = await local('why', call);
    expect(out.split('\n\n')[0]).toMatch(verdict);
    expect(next(out)?.[0]).toMatch(step);
    expect(out).not.toMatch(/unknown|undefined|null/);
  });

  it('says what became of the calls that a call made', async () => {
    const { out } = await local('why', PARENT_SID);
    expect(out).toMatch(
      new RegExp(
        `^The call was completed, but no one took the calls that it made\\. It made 1 call: ${rejected} to client:alice \\(rejected\\)\\. The caller hung up\\.`,
      ),
    );
    expect(next(out)).toContain(`  npx voice-insights call ${PARENT_SID} --legs --local=${pipeline.ready.port}`);
  });

  it('takes a link to a call that has a summary alone', async () => {
    const { out } = await local('why', `https://example.com/calls/${bad.toUpperCase()}`, '--json');
    expect(JSON.parse(out).call_sid).toBe(bad);
  });

  it('says when which edge was bad, of a call whose media was sampled', async () => {
    const when = `02:10, ${at(130).slice('yyyy-mm-ddT'.length, 'yyyy-mm-ddThh:mm:ss'.length)} UTC`;
    const says = `The caller’s uplink (client_edge inbound) lost 7 % for 40 s from ${when}.`;
    const [text, json, none] = await Promise.all([
      local('why', measured),
      local('why', measured, '--json'),
      local('why', good, '--json'),
    ]);
    expect(text.out.split('\n\n')[0]).toMatch(new RegExp(`\n${says.replace(/[()]/g, '\\$&')}$`));
    expect(next(text.out)?.[0]).toMatch(/^- The way from the device to Twilio was bad/);
    expect(JSON.parse(json.out).media).toEqual({
      samples: 30,
      is_cut: false,
      verdict: [says],
      stretches: [
        {
          edge: 'client_edge',
          direction: 'inbound',
          measure: 'loss',
          start_time: at(130),
          seconds: 40,
          worst: 7,
          mean: 7,
        },
      ],
    });
    expect(JSON.parse(none.out).media).toBeNull();
  });

  it('refuses a party, whose calls another command lists', async () => {
    const asked = ['+1 (312) 555-0107', '0013125550107', 'client:kim-9'];
    const answers = await Promise.all(asked.map((party) => local('why', party)));
    expect(answers.map(({ code, out }) => ({ code, out }))).toEqual(asked.map(() => ({ code: 2, out: '' })));
    const said = answers.map(({ notes }) => notes.join(' '));
    expect(said[0]).toContain('npx voice-insights calls --number +13125550107');
    expect(said[1]).toContain('calls --number +13125550107');
    expect(said[2]).toContain('client:kim-9 is a party, and no call. Its calls:');
  });

  it('refuses a SID that is not how one looks, unless something is kept of it', async () => {
    const { code, out, notes } = await local('why', 'CA123');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(notes).toEqual([
      expect.stringMatching(/^warning: CA123: This SID has 5 characters/),
      expect.stringMatching(/nothing is kept of a call CA123$/),
    ]);
  });

  it('prints nothing that a terminal would obey', async () => {
    const answers = await Promise.all(['why', 'call'].map((command) => local(command, hostile)));
    for (const { out, notes } of [...answers, await local('calls')]) {
      for (const text of [out, ...notes]) {
        for (const obeyed of ['\u001b', '\u202e']) expect(text).not.toContain(obeyed);
      }
    }
    expect(answers[0]?.out.split('\n\n')[0]).not.toContain('\n');
  });

  it('does not say to subscribe to what a pipeline on this machine gets by itself', async () => {
    expect((await local('why', eventsOnly)).out).not.toContain('attach --');
  });
});

describe('call', () => {
  it('begins with the summary', async () => {
    const { code, out } = await local('call', cutOff);
    const [summary = '', timeline] = out.split('\n\n');
    expect(code).toBe(0);
    expect(summary.split('\n').map((line) => line.split(/ {2,}/))).toEqual(
      expect.arrayContaining([
        ['outcome', 'Completed, but its media failed'],
        ['kind', 'inbound Voice SDK call'],
        ['length', '21 s'],
        ['SIP code', '200 (OK)'],
      ]),
    );
    expect(timeline).toMatch(/^TIME \(UTC\)/);
  });

  it('tells the same end as why does, whichever events are asked for', async () => {
    const [whole, one] = await Promise.all([local('call', PARENT_SID), local('call', lost, '--level', 'DEBUG')]);
    expect(whole.out).toMatch(/^outcome +No one took its calls\ncalls made +It made 1 call: /);
    expect(one.out).toMatch(/^outcome +Cut off\n/);
    expect((await local('why', lost)).out).toMatch(/^The call was cut off by an error on sdk_edge: 53405/);
  });

  it('has the summary in its JSON document, where there is one', async () => {
    const [both, events, summary] = await Promise.all(
      [cutOff, eventsOnly, bad].map(async (call) => JSON.parse((await local('call', call, '--json')).out)),
    );
    expect(both).toMatchObject({ summary: { call_sid: cutOff }, events: [{}, {}] });
    expect(events).toEqual({ events: [expect.anything()] });
    expect(summary).toMatchObject({ summary: { call_sid: bad }, events: [] });
  });

  it('says of a call that has no events that there is a summary', async () => {
    const { out, notes } = await local('call', rejected);
    expect(out).toMatch(new RegExp(`^outcome +Rejected\\n[^]*\\nparent +${PARENT_SID}\\n$`));
    expect(notes).toEqual([expect.stringMatching(/^no events of CAc/)]);
  });
});
