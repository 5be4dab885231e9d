import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricsInWords, restInWords, sinceText } from '../../../../families/call-metric/in-words/metrics-in-words.ts';
import { metricSeries } from '../../../../families/call-metric/in-words/series.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { WITHOUT_MEDIA } from '../../call-summary/in-words/summaries.ts';
import { anySample } from './any-sample.ts';
import { CALL_MS, every, gatewaySample, sdkSample } from './builders.ts';

const clock = (ms: number) => new Date(ms).toISOString().slice(11, 19);
const verdictsOf = (samples: readonly JsonObject[], summary?: JsonObject) =>
  metricsInWords(metricSeries(samples), { summary, originOf: () => CALL_MS, clock });
const said = (samples: readonly JsonObject[], summary?: JsonObject) =>
  verdictsOf(samples, summary).map(({ clauses }) => clauses.map(({ text }) => text).join(' '));

const between = (atS: number, fromS: number, toS: number) => atS > fromS && atS <= toS;
const call = (call_type: string, direction: string): JsonObject => ({ call_type, properties: { direction } });

describe('a stretch', () => {
  const lossy = every(10, 10, 300, (atS) =>
    gatewaySample(atS, { interval: { packets_loss_percentage: between(atS, 130, 170) ? 7 : 0.2 } }),
  );

  it('says whose way lost how much, for how long, and from when', () => {
    expect(said(lossy, call('client', 'inbound'))).toEqual([
      'The caller’s uplink (client_edge inbound) lost 7 % for 40 s from 02:10, 10:02:10.',
    ]);
  });

  it('is told with the time that it has in the call', () => {
    const [verdict] = verdictsOf(lossy);
    expect(verdict?.clauses[0]).toMatchObject({ startMs: CALL_MS + 130_000, endMs: CALL_MS + 170_000 });
    expect(verdict?.stretches).toEqual([
      { measure: 'loss', startMs: CALL_MS + 130_000, endMs: CALL_MS + 170_000, worst: 7, mean: 7 },
    ]);
  });

  it('of seconds goes on over a second or two that were well, and ends with more', () => {
    const bad = new Set([61, 62, 64, 65, 75, 76, 77]);
    const samples = every(1, 1, 120, (atS) => sdkSample(atS, { rtt: { value: bad.has(atS) ? 500 + atS : 80 } }));
    expect(said(samples, call('client', 'outbound_dial'))).toEqual([
      'Between the callee and Twilio (sdk_edge) the round trip took up to 565 ms for 5 s from 01:00, 10:01:00. It was bad again for 3 s from 01:14.',
    ]);
  });

  it('does not reach over a gap', () => {
    const samples = every(1, 1, 60, (atS) => sdkSample(atS, { rtt: { value: 900 } })).filter(
      (_sample, position) => position < 20 || position >= 40,
    );
    expect(verdictsOf(samples)[0]?.stretches.map(({ startMs, endMs }) => [startMs - CALL_MS, endMs - CALL_MS])).toEqual(
      [
        [0, 20_000],
        [40_000, 60_000],
      ],
    );
  });

  it('does not reach over three seconds without a sample, as it does over two that were well', () => {
    const slow = (atS: number) => sdkSample(atS, { rtt: { value: 900 } });
    const [before, after] = [every(1, 1, 10, slow), every(1, 13, 22, slow)];
    const well = [11, 12].map((atS) => sdkSample(atS, { rtt: { value: 80 } }));
    expect(verdictsOf([...before, ...after])[0]?.stretches).toHaveLength(2);
    expect(verdictsOf([...before, ...well, ...after])[0]?.stretches).toHaveLength(1);
  });

  it('is none of a second or two', () => {
    const samples = every(1, 1, 60, (atS) => sdkSample(atS, { rtt: { value: atS === 30 || atS === 31 ? 900 : 80 } }));
    expect(said(samples)).toEqual(['']);
  });

  it('may be of one sample where that is of ten seconds', () => {
    const samples = every(10, 10, 60, (atS) =>
      gatewaySample(atS, { interval: { latency: { avg: atS === 30 ? 220 : 1 } } }),
    );
    expect(said(samples)).toEqual([
      'The Voice SDK user’s uplink (client_edge inbound) had a latency in Twilio up to 220 ms for 10 s from 00:20, 10:00:20.',
    ]);
  });
});

describe('what is bad', () => {
  const oneBad = (interval: JsonObject) =>
    every(10, 10, 60, (atS) => gatewaySample(atS, { interval: atS === 30 ? interval : {} }));

  it('is jitter of a gateway over both limits, as Twilio has it', () => {
    expect(said(oneBad({ jitter: { avg: 12, max: 64 } }))[0]).toContain('had jitter up to 64 ms for 10 s from 00:20');
    expect(said(oneBad({ jitter: { avg: 2, max: 64 } }))).toEqual(['']);
    expect(said(oneBad({ jitter: { avg: 12, max: 20 } }))).toEqual(['']);
  });

  it('is jitter of the SDK over the greater one', () => {
    const of = (value: number) =>
      every(1, 1, 60, (atS) => sdkSample(atS, { jitter: { value: between(atS, 20, 30) ? value : 2 } }));
    expect(said(of(45))[0]).toContain('had jitter up to 45 ms for 10 s from 00:20');
    expect(said(of(25))).toEqual(['']);
  });

  it('is all of what was bad at once, told as one', () => {
    const samples = every(1, 1, 60, (atS) =>
      sdkSample(
        atS,
        between(atS, 20, 30) ? { packets_received: 45, packets_lost: 5, rtt: { value: 612 }, mos: { value: 2.1 } } : {},
      ),
    );
    expect(said(samples, call('client', 'inbound'))).toEqual([
      'The caller’s downlink (sdk_edge) lost 10 % for 10 s from 00:20, 10:00:20, with a round trip time up to 612 ms and a MOS down to 2.1.',
    ]);
  });

  it('is told by what was bad for longest, with its own time', () => {
    const samples = every(1, 1, 60, (atS) =>
      sdkSample(atS, {
        ...(between(atS, 10, 40) && { rtt: { value: 612 } }),
        ...((between(atS, 20, 25) || between(atS, 30, 37)) && {
          packets_received: 45,
          packets_lost: atS === 21 ? 15 : 5,
        }),
      }),
    );
    expect(said(samples)).toEqual([
      'Between the Voice SDK user and Twilio (sdk_edge) the round trip took up to 612 ms for 30 s from 00:10, 10:00:10, while the Voice SDK user’s downlink had a loss of 10 % (up to 25 %).',
    ]);
  });

  it('is a way without packets, once there were some', () => {
    const stopped = every(10, 10, 60, (atS) =>
      gatewaySample(atS, {
        interval: { packets_received: between(atS, 20, 50) ? 0 : 500, packets_loss_percentage: null },
      }),
    );
    expect(said(stopped)[0]).toContain('had no packets for 30 s from 00:20');
    const never = every(10, 10, 60, (atS) =>
      gatewaySample(atS, { interval: { packets_received: 0, packets_loss_percentage: null } }),
    );
    expect(said(never)).toEqual(['']);
  });
});

describe('whose', () => {
  const way = (
    edge: 'carrier_edge' | 'sip_edge' | 'client_edge',
    direction: 'inbound' | 'outbound',
    summary?: JsonObject,
  ) =>
    said(
      every(10, 10, 60, (atS) => gatewaySample(atS, { edge, direction, interval: { packets_loss_percentage: 9 } })),
      summary,
    )[0]?.replace(/ \(.*/, '');

  it('is told by the summary: who called is the party of an inbound call', () => {
    expect(way('carrier_edge', 'inbound', call('carrier', 'inbound'))).toBe('The caller’s uplink');
    expect(way('carrier_edge', 'inbound', call('carrier', 'outbound-dial'))).toBe('The callee’s uplink');
    expect(way('sip_edge', 'inbound', call('sip', 'outbound_api'))).toBe('The callee’s uplink');
  });

  it('is told of what Twilio sent, too', () => {
    expect(way('client_edge', 'outbound', call('client', 'inbound'))).toBe('What Twilio sent to the caller');
  });

  it('depends on the way of a trunk', () => {
    expect(way('sip_edge', 'inbound', call('trunking', 'trunking_terminating'))).toBe('The caller’s uplink');
    expect(way('carrier_edge', 'inbound', call('trunking', 'trunking_terminating'))).toBe('The callee’s uplink');
    expect(way('carrier_edge', 'inbound', call('trunking', 'trunking_originating'))).toBe('The caller’s uplink');
  });

  it('is the kind of party where nothing says more, or says it of another edge', () => {
    expect(way('carrier_edge', 'inbound')).toBe('The phone’s uplink');
    expect(way('client_edge', 'inbound', call('carrier', 'inbound'))).toBe('The Voice SDK user’s uplink');
    expect(way('sip_edge', 'outbound', { call_type: 3, properties: 'x' })).toBe('What Twilio sent to the SIP party');
  });
});

describe('silence', () => {
  const levels = (audioIn: (atS: number) => number) =>
    every(1, 1, 120, (atS) => sdkSample(atS, { audio_in: { value: audioIn(atS) }, audio_out: { value: 4_000 } }));

  it('is said of half a minute, without blaming anybody', () => {
    expect(said(levels((atS) => (between(atS, 20, 65) ? 0 : 900)))).toEqual([
      'The microphone (sdk_edge) had no sound for 45 s from 00:20, 10:00:20: muted, or no one spoke.',
    ]);
  });

  it('is no news while somebody listens', () => {
    expect(said(levels((atS) => (between(atS, 20, 40) ? 0 : 900)))).toEqual(['']);
  });

  it('goes on over some missing samples, but not over any sound', () => {
    const without = (fromS: number, toS: number, level = 0) =>
      levels((atS) => (between(atS, fromS, toS) ? level : atS % 3)).filter((_sample, position) => {
        return level > 0 || !between(position + 1, fromS, toS);
      });
    const [first] = said(without(25, 29).slice(0, 42));
    expect(first).toContain('had no sound for 46 s from 00:00');
    expect(said(without(25, 29, 900).slice(0, 42))).toEqual(['']);
    expect(said(without(25, 45).slice(0, 30))).toEqual(['']);
  });

  it('is no limit that was passed, and does not read as if all was well', () => {
    expect(restInWords(verdictsOf(levels(() => 0)), undefined)).toBeUndefined();
    const well = verdictsOf(levels(() => 900));
    expect(restInWords(well, undefined)).toBe(
      'Loss, jitter, round trip and MOS stayed within Twilio’s limits while samples came.',
    );
    expect(restInWords(well, WITHOUT_MEDIA)).toBeUndefined();
  });
});

it('puts the worst edge first, and names those that were well', () => {
  const verdicts = verdictsOf([
    ...every(10, 10, 60, (atS) => gatewaySample(atS, { interval: { packets_loss_percentage: atS === 30 ? 6 : 0 } })),
    ...every(10, 10, 60, (atS) => gatewaySample(atS, { direction: 'outbound' })),
    ...every(1, 1, 60, (atS) => sdkSample(atS, { rtt: { value: atS > 20 ? 900 : 80 } })),
  ]);
  expect(verdicts.map(({ series: { edge, direction } }) => `${edge} ${direction}`)).toEqual([
    'sdk_edge both',
    'client_edge inbound',
    'client_edge outbound',
  ]);
  expect(restInWords(verdicts, undefined)).toBe('No limit was passed on client_edge outbound.');
});

it('tells how often it was bad, however often that was', () => {
  const samples = every(10, 10, 600, (atS) =>
    gatewaySample(atS, { interval: { packets_loss_percentage: atS % 60 === 0 ? 9 : 0 } }),
  );
  expect(said(samples)[0]).toBe(
    'The Voice SDK user’s uplink (client_edge inbound) lost 9 % for 10 s from 00:50, 10:00:50. It was bad again for 10 s from 01:50, for 10 s from 02:50, for 10 s from 03:50, and 6 more times.',
  );
});

it('writes a time of a call as people read it', () => {
  const times = [133_000, 3_733_000, -5_000, 3_599_400, 3_599_700];
  expect(times.map(sinceText)).toEqual(['02:13', '1:02:13', '00:00', '59:59', '1:00:00']);
});

it('makes a sentence of whatever comes', () => {
  fc.assert(
    fc.property(fc.array(anySample, { maxLength: 40 }), fc.anything(), (samples, summary) => {
      const verdicts = metricsInWords(metricSeries(samples), {
        summary: typeof summary === 'object' ? ((summary ?? undefined) as JsonObject | undefined) : undefined,
        originOf: () => CALL_MS,
        clock,
      });
      for (const { clauses, stretches } of verdicts) {
        expect(clauses.map(({ text }) => text).join(' ')).not.toMatch(/NaN|undefined|Infinity|null/);
        expect(stretches.every(({ startMs, endMs, mean }) => endMs > startMs && Number.isFinite(mean))).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});
