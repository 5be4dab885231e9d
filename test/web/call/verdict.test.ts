import { describe, expect, it } from 'vitest';
import type { EventResource } from '../../../families/call-event/event-resource.ts';
import { metricsInWords } from '../../../families/call-metric/in-words/metrics-in-words.ts';
import { metricSeries } from '../../../families/call-metric/in-words/series.ts';
import { createEventFindings, errorCauseInWords } from '../../../families/call-summary/in-words/event-findings.ts';
import { verdictOf } from '../../../families/call-summary/in-words/verdict.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { placeEvents } from '../../../web/call/placed-events.ts';
import { ticketText } from '../../../web/call/ticket-text.ts';
import { callLine } from '../../../web/call/verdict/call-line.ts';
import type { Clause } from '../../../web/call/verdict/clause.ts';
import { measuredLines } from '../../../web/call/verdict/measured-lines.ts';
import { verdictOn } from '../../../web/call/verdict/verdict.ts';
import { apiEvent, at, START_MS, sampleCall } from '../api-events.ts';
import { mediaEvents, mediaSamples } from '../measured-call.ts';

const GOOD: JsonObject = {
  call_state: 'completed',
  processing_state: 'complete',
  properties: { disconnected_by: 'callee', last_sip_response_num: 200 },
};

function known(events: readonly EventResource[], summary?: JsonObject, isYoung = false) {
  const findings = createEventFindings();
  for (const event of events) findings.add({ ...event });
  const placed = placeEvents(events, { isAligned: false });
  return { callSid: 'CA1', findings: findings.found(), placed, summary, made: [], isYoung };
}

const verdict = (...said: Parameters<typeof known>) => verdictOn(known(...said));
const texts = (clauses: readonly Clause[]) => clauses.map(({ text }) => text);
const step = (ms: number, name: string, more: object = {}) =>
  apiEvent({ ...at(ms), group: 'connection', name, level: 'INFO', ...more });
const warned = (ms: number, state: string, name: string, metric?: object) =>
  apiEvent({
    ...at(ms),
    level: state === 'raised' ? 'WARNING' : 'INFO',
    group: `network-quality-warning-${state}`,
    name,
    sdk_edge: { metric },
  });

describe('the verdict', () => {
  it('says how the call ended, the error that ended it, the worst warning before it, the rating and what to do', () => {
    const { tone, title, why, beside, next } = verdict(sampleCall(3));
    expect([tone, title]).toEqual(['bad', 'Cut off after 47 s']);
    expect(texts(why)).toEqual([
      '53405, Media connection failed. The device lost its media connection: mostly its network was lost or changed.',
    ]);
    expect(texts(beside)).toEqual([
      'Before that, jitter reached 103.1 ms, over the SDK’s warning limit of 30 ms, for 14 s.',
      'Also MOS 1.7,',
      'round trip time 476 ms.',
      'All were cleared 19.8 s before the end.',
      'The person who talked gave it 1 of 5: choppy-audio.',
    ]);
    expect(next[0]?.says).toBe('The network of the device: its media connection was there, and was lost.');
  });

  it('has what was measured of each edge, with the time around it, and says so in a ticket', () => {
    const call = known(mediaEvents(300), { call_type: 'client', properties: { direction: 'inbound' } });
    const measured = metricsInWords(metricSeries(mediaSamples(300)), {
      summary: call.summary,
      originOf: () => START_MS,
      clock: (ms) => new Date(ms).toISOString().slice(11, 19),
    });
    const found = verdictOn({
      ...call,
      lines: measuredLines(measured, { summary: call.summary, span: call.placed.span }),
    });
    expect(found.measured.map(({ way, isBad, clauses }) => [way, isBad, ...texts(clauses)])).toEqual([
      [
        'client_edge inbound',
        true,
        'The caller’s uplink (client_edge inbound) lost 7 % for 40 s from 02:10, 12:01:10, with jitter up to 64 ms.',
      ],
      [undefined, false, 'No limit was passed on sdk_edge and client_edge outbound.'],
    ]);
    const windowIn = (startS: number, endS: number) => {
      const span = { startMs: START_MS + startS * 1_000, endMs: START_MS + endS * 1_000 };
      const { startMs = 0, endMs = 0 } =
        measuredLines(measured, { summary: undefined, span })[0]?.clauses[0]?.window ?? {};
      return [startMs - START_MS, endMs - START_MS];
    };
    expect(windowIn(0, 300)).toEqual([110_000, 190_000]);
    expect(windowIn(120, 175)).toEqual([120_000, 175_000]);
    expect(windowIn(150, 160)).toEqual([130_000, 170_000]);
    const ticket = ticketText({ callSid: 'CA1', verdict: found, placed: call.placed, line: [], link: 'https://x' });
    expect(ticket).toContain('lost 7 % for 40 s from 02:10, 12:01:10, with jitter up to 64 ms.');
    expect(verdictOn(call).measured).toEqual([]);
  });

  it('leads each sentence to its event', () => {
    const events = sampleCall(3);
    const { why, beside } = verdict(events);
    expect([...why, ...beside].map(({ event }) => events[event ?? -1]?.name)).toEqual([
      'error',
      'high-jitter',
      'low-mos',
      'high-rtt',
      'high-rtt',
      'received',
    ]);
  });

  it('says of a good call that it ended normally, who hung up, and that nothing was wrong', () => {
    const { tone, title, why, beside, next } = verdict(sampleCall(4), GOOD);
    expect([tone, title, texts(why), texts(beside)]).toEqual([
      'good',
      'Ended normally after 33 s',
      ['The callee hung up.'],
      ['No errors and no warnings.'],
    ]);
    expect(next.every(({ onPage }) => onPage !== 'all')).toBe(true);
  });

  it('says what the command line does', () => {
    for (let position = 0; position < 15; position += 1) {
      for (const summary of [undefined, GOOD]) {
        const call = known(sampleCall(position), summary);
        const said = verdictOf(summary, call.findings);
        const { why } = verdictOn(call);
        for (const text of texts(why)) expect(said).toContain(text);
      }
    }
  });

  it('says that a warning was not cleared, and that a call may go on', () => {
    const events = [step(0, 'accepted-by-remote'), warned(5_000, 'raised', 'low-mos', { threshold: 3, values: [2.1] })];
    const { title, beside } = verdict([...events, step(9_000, 'muted')], undefined, true);
    expect(title).toBe('In progress');
    expect(texts(beside)).toEqual([
      'MOS fell to 2.1, below the SDK’s warning limit of 3, for 4 s.',
      'It was not cleared yet.',
    ]);
    expect(verdict(events).title).toBe('End not known');
  });

  it('says by how much clocks are apart, and takes the length from one of them', () => {
    const behindMs = -40 * 60_000;
    const { title, beside } = verdict([
      step(behindMs, 'accepted-by-remote', { edge: 'sdk_edge' }),
      step(behindMs + 3_000, 'disconnected-by-remote', { edge: 'sdk_edge' }),
      step(0, 'answered', { edge: 'carrier_edge' }),
      step(3_000, 'completed', { edge: 'carrier_edge' }),
    ]);
    expect(title).toBe('Ended normally after 3 s');
    expect(texts(beside)).toContain('The clock of SDK is 40 min 0 s behind that of Carrier.');
  });

  it('tells by one clock how long before the end a warning was cleared', () => {
    const behindMs = -40 * 60_000;
    const jitter = { edge: 'sdk_edge', group: 'network-quality-warning-raised', name: 'high-jitter' };
    const { title, beside } = verdict([
      step(behindMs, 'accepted-by-remote', { edge: 'sdk_edge' }),
      step(behindMs + 8_000, '', { ...jitter, level: 'WARNING' }),
      step(behindMs + 18_000, '', { ...jitter, group: 'network-quality-warning-cleared' }),
      step(0, 'answered', { edge: 'carrier_edge' }),
      step(28_000, 'completed', { edge: 'carrier_edge' }),
    ]);
    expect(title).toBe('Completed after 28 s');
    expect(texts(beside)).toContain('It was cleared 10 s before the end.');
  });

  it('tells of no warning that came after the error which ended the call', () => {
    const error = { level: 'ERROR', edge: 'sdk_edge', sdk_edge: { error: { code: 31005 } } };
    const late = warned(3_400, 'raised', 'low-mos', { threshold: 3, values: [1.2] });
    const begin = [step(0, 'accepted-by-remote'), warned(1_000, 'raised', 'high-jitter')];
    const end = [step(3_000, 'error', error), step(3_100, 'disconnected-by-remote')];
    const said = texts(verdict([...begin, ...end, late]).beside).join(' ');
    expect(said).toContain('Before that, ');
    expect(said).not.toContain('MOS');
  });

  it('never fails on members of other types', () => {
    const metrics = [{ threshold: 'much', values: 'none' }, { values: [0] }, { threshold: 0, values: [1] }, 7, null];
    const events = metrics.map((metric, ms) =>
      warned(ms, 'raised', ['high-rtt', 'low-mos', 'x'][ms % 3] ?? '', metric as object),
    );
    const said = texts(verdict([...events, { ...apiEvent(), timestamp: '' }]).beside).join(' ');
    expect(said).not.toMatch(/NaN|Infinity|undefined|null/);
  });
});

it('knows the error that ended a call also where the clocks of its edges are apart', () => {
  const behindMs = -40 * 60_000;
  const error = { level: 'ERROR', edge: 'sdk_edge', sdk_edge: { error: { code: 31005 } } };
  const { title } = verdict([
    step(behindMs, 'accepted-by-remote', { edge: 'sdk_edge' }),
    step(behindMs + 3_000, 'error', error),
    step(behindMs + 3_000, 'disconnected-by-remote', { edge: 'sdk_edge' }),
    step(0, 'answered', { edge: 'carrier_edge' }),
    step(3_000, 'completed', { edge: 'carrier_edge' }),
  ]);
  expect(title).toBe('Cut off after 3 s');
});

it('has the facts that somebody asks for first in one line', () => {
  expect(callLine(placeEvents(sampleCall(3), { isAligned: false }), undefined).map(({ text }) => text)).toEqual([
    'sales-153',
    'Chrome 142',
    'Mac OS 15.6.1',
    'voice-js 2.18.3',
    'jp1 / tokyo',
    'udp, relay to host',
    'Osaka, JP',
    '198.51.100.234',
    '53.7 s',
  ]);
});

it('gives the verdict, the facts and the link as text for a ticket', () => {
  const call = known(sampleCall(3));
  const text = ticketText({
    callSid: 'CA1',
    verdict: verdictOn(call),
    placed: call.placed,
    line: callLine(call.placed, undefined),
    link: 'https://page.test/calls/CA1?t=x',
  });
  expect(text).toMatch(
    /^Call CA1\nCut off after 47 s\.\n53405, Media [^\n]+\nBefore that, [^\n]+\n\nWhat to do:\n- The network [\s\S]+\n\nClient: sales-153\n[\s\S]+\nTime: 2026-\S+ \S+ UTC to [^\n]+\n\nhttps:\/\/page\.test\/calls\/CA1\?t=x$/,
  );
});

it('gives an error the same cause in the verdict as beside its event', () => {
  const events = [
    step(0, 'accepted-by-remote'),
    apiEvent({ ...at(100), group: 'ice-connection-state', name: 'connected' }),
    step(3_000, 'error', { level: 'ERROR', edge: 'sdk_edge', sdk_edge: { error: { code: 53405 } } }),
    step(3_000, 'disconnected-by-remote'),
  ];
  const cause = errorCauseInWords(53405, known(events).findings);
  expect(cause).toContain('its network was lost or changed');
  expect(texts(verdict(events).why).join(' ')).toContain(cause);
  expect(errorCauseInWords(53405, {})).toContain('firewall');
  expect(errorCauseInWords(1, {})).toBeUndefined();
});
