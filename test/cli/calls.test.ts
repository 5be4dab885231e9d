import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BAD_AUDIO, CANCELLED, PHONE_CALL, REJECTED } from '../families/call-summary/in-words/summaries.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { runCli } from './run-cli.ts';
import { sidsOf, summaryEvent } from './summary-events.ts';

vi.setConfig({ testTimeout: 60_000 });

const [good, bad, rejected, failed, cancelled, old] = sidsOf('a', 'b', 'c', 'd', 'e', 'f');
const NOW_MS = Date.now();
const minutesAgo = (minutes: number) => NOW_MS - minutes * 60_000;

let pipeline: AnnouncedPipeline;

beforeAll(async () => {
  pipeline = await announcePipeline();
  await pipeline.ingest(
    summaryEvent(good, minutesAgo(10)),
    // A version that comes late, and a second delivery.
    summaryEvent(good, minutesAgo(10), { processing_state: 'partial', call_state: 'ringing', processing_version: 1 }),
    summaryEvent(bad, minutesAgo(20), BAD_AUDIO),
    summaryEvent(rejected, minutesAgo(30), REJECTED),
    summaryEvent(failed, minutesAgo(40), {
      call_state: 'fail',
      duration: 0,
      to: { callee: 'sip:bob@example.com', carrier: 'Example Mobile, Inc.', country_code: 'GB' },
      properties: { direction: 'outbound_api', last_sip_response_num: 503 },
    }),
    summaryEvent(cancelled, minutesAgo(50), CANCELLED),
    summaryEvent(old, minutesAgo(3 * 24 * 60), { from: { caller: '+15550199' } }),
  );
});
afterAll(() => pipeline.stop());

const local = (...words: string[]) => runCli([...words, `--local=${pipeline.ready.port}`]);
const json = async (...words: string[]) => {
  const { code, out, notes } = await local('calls', '--json', ...words);
  expect(code, notes.join()).toBe(0);
  return JSON.parse(out);
};
const sids = async (...words: string[]) =>
  (await json(...words)).calls.map(({ call_sid }: { call_sid: string }) => call_sid);

describe('calls', () => {
  it('are those of the last 30 days, newest first, each once', async () => {
    expect(await json()).toMatchObject({ calls: [{}, {}, {}, {}, {}, {}], more: false });
    expect(await sids()).toEqual([good, bad, rejected, failed, cancelled, old]);
    expect(await sids('--since', '1d')).toEqual([good, bad, rejected, failed, cancelled]);
    expect(await sids('--since', '45m', '--until', '15m')).toEqual([bad, rejected, failed]);
  });

  it('are so many at most', async () => {
    const { code, out, notes } = await local('calls', '--limit', '2');
    expect(out.trimEnd().split('\n')).toHaveLength(3);
    expect({ code, notes }).toEqual({ code: 0, notes: ['more than 2: say --limit N for more of them'] });
    expect(await json('--limit', '2')).toMatchObject({ more: true });
  });

  it('have what their summaries say, and null for the rest', async () => {
    const { calls } = await json('--limit', '3');
    expect(calls[1]).toMatchObject({
      call_sid: bad,
      parent_call_sid: null,
      call_type: 'client',
      call_state: 'completed',
      processing_state: 'complete',
      duration: 140,
      from: 'client:alice',
      to: '+15550123',
      from_country: 'DE',
      to_country: null,
      disconnected_by: 'callee',
      last_sip_response_num: 200,
      pdd_ms: null,
      mos: 2.86,
      tags: ['high_packet_loss', 'low_mos'],
    });
    expect(calls[1].edge_tags).toContain('client_edge.inbound.high_packet_loss');
    expect(calls[0]).toMatchObject({ call_sid: good, call_state: 'completed', mos: null, tags: [] });
  });

  it.each([
    [
      ['--number', '+15550123'],
      [good, bad, old],
    ],
    [
      ['--number', '1 (555) 01-23'],
      [good, bad, old],
    ],
    [['--number', '+15550199'], [old]],
    [['--number', 'sip:bob@example.com'], [failed]],
    [
      ['--number', '+15550199,sip:bob@example.com'],
      [failed, old],
    ],
    [['--number', '+15550123', '--since', '15m'], [good]],
    [
      ['--client', 'alice'],
      [bad, rejected, cancelled],
    ],
    [
      ['--number', 'client:alice'],
      [bad, rejected, cancelled],
    ],
    [['--client', 'client:alice', '--state', 'busy'], [rejected]],
    [['--state', 'failed'], [failed]],
    [
      ['--state', 'fail,cancelled'],
      [failed, cancelled],
    ],
    [['--sip', '5xx'], [failed]],
    [
      ['--sip', '503,600'],
      [rejected, failed],
    ],
    [['--tag', 'low-mos'], [bad]],
    [['--country', 'gb'], [failed]],
    [
      ['--country', 'US,DE'],
      [good, bad, failed],
    ],
    [['--carrier', 'example mobile'], [good]],
    [
      ['--carrier', 'Example Mobile, Inc.'],
      [good, failed],
    ],
    [['--carrier', 'Example Mobile,Example Nothing'], [good]],
    [['--disconnected-by', 'Callee'], [bad]],
    [['--max-mos', '2.86'], [bad]],
    [['--max-mos', '2.8'], []],
    [
      ['--min-duration', '140'],
      [good, bad],
    ],
    [
      ['--min-duration', '2m'],
      [good, bad],
    ],
    [['--min-duration', '141s'], []],
    [['--state', 'completed', '--country', 'DE'], [bad]],
  ])('are found by %j', async (words, expected) => {
    const isOfAnyTime = words.some((word) => ['--since', '--number', '--client'].includes(word));
    const found = await sids(...words, ...(isOfAnyTime ? [] : ['--since', '1d']));
    expect(found.toSorted()).toEqual([...expected].toSorted());
  });

  it.each(['device', 'unknown', ''])('are not found by %j as who hung up', async (word) => {
    const { code, notes } = await local('calls', `--disconnected-by=${word}`);
    expect({ code, said: notes.join(' ') }).toMatchObject({ code: 2, said: expect.stringMatching(/caller, callee/) });
  });

  it('that are none are an empty answer, and where to look is said', async () => {
    expect(await local('calls', '--tag', 'silence')).toEqual({
      code: 0,
      out: '',
      notes: [expect.stringMatching(/^no calls found; --since looks further back\./)],
    });
    const unknown = (await local('calls', '--tag', 'silence,jitter')).notes[0];
    expect(unknown).toContain('. No such tag is known: jitter. Calls are found');
    expect(await json('--tag', 'silence')).toEqual({ calls: [], more: false });
  });

  it('are one row each', async () => {
    const { out } = await local('calls', '--since', '7d');
    const [head, ...rows] = out.trimEnd().split('\n');
    expect(head?.split(/ {2,}/)).toEqual([
      'STARTED (UTC)',
      'CALL',
      'PARENT',
      'FROM',
      'TO',
      'STATE',
      'SIP',
      'LENGTH',
      'HUNG UP BY',
      'MOS',
      'TAGS',
    ]);
    expect(rows).toHaveLength(6);
    expect(rows[1]).toMatch(
      /client:alice +\+15550123 +completed +200 +2 min 20 s +callee +2\.9 +high_packet_loss low_mos$/,
    );
    expect(rows[4]).toMatch(/canceled \(preliminary\)$/);
  });

  it.each([
    ['--number', 'alice', 'Expected a phone number'],
    ['--state', 'gone', 'Allowed: ringing, completed'],
    ['--sip', '7xx', 'Expected a SIP response'],
    ['--country', 'Germany', 'two letters'],
    ['--max-mos', '6', 'from 1 to 5'],
    ['--min-duration', 'long', 'Expected seconds'],
    ['--by', 'weather', 'Allowed: state, type'],
    ['--limit', '0', 'whole number'],
  ])('%s %s is wrong usage', async (option, value, says) => {
    const { code, out, notes } = await local('calls', option, value);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(notes.join('\n')).toContain(says);
  });

  it('are of a number or of a client', async () => {
    expect((await local('calls', '--number', '+15550100', '--client', 'alice')).code).toBe(2);
  });
});

describe('calls that are counted', () => {
  it.each([
    [
      'state',
      [
        ['completed', 2, 0.4],
        ['busy', 1, 0.2],
        ['canceled', 1, 0.2],
        ['fail', 1, 0.2],
      ],
    ],
    [
      'call_state',
      [
        ['completed', 2, 0.4],
        ['busy', 1, 0.2],
        ['canceled', 1, 0.2],
        ['fail', 1, 0.2],
      ],
    ],
    [
      'from.country',
      [
        ['US', 2, 0.4],
        [null, 2, 0.4],
        ['DE', 1, 0.2],
      ],
    ],
    [
      'to.carrier',
      [
        [null, 3, 0.6],
        ['Example Mobile', 1, 0.2],
        ['Example Mobile, Inc.', 1, 0.2],
      ],
    ],
    [
      'sip',
      [
        [200, 2, 0.4],
        [503, 1, 0.2],
        [600, 1, 0.2],
        [null, 1, 0.2],
      ],
    ],
    [
      'sdk.version',
      [
        [null, 3, 0.6],
        ['2.18.3', 2, 0.4],
      ],
    ],
    [
      'tag',
      [
        [null, 4, 0.8],
        ['high_packet_loss', 1, 0.2],
        ['low_mos', 1, 0.2],
      ],
    ],
  ])('by %s', async (path, expected) => {
    const { groups, calls, more } = await json('--by', path);
    expect(groups.map(({ value, calls: count, share }: Record<string, unknown>) => [value, count, share])).toEqual(
      expected,
    );
    expect({ calls, more }).toEqual({ calls: 5, more: false });
  });

  it('have a bar and a share, and the largest are first', async () => {
    const { out, notes } = await local('calls', '--by', 'edge', '--limit', '2');
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ['EDGE', 'CALLS', 'SHARE'],
      ['carrier_edge', '2', '40.0 %', '█'.repeat(12)],
      ['sdk_edge', '2', '40.0 %', '█'.repeat(12)],
    ]);
    expect(notes).toEqual(['4 groups: say --limit N for more of them']);
  });

  it('are those that the filters leave', async () => {
    expect(await json('--by', 'state', '--client', 'alice', '--since', '35m')).toEqual({
      groups: [
        { value: 'busy', calls: 1, share: 0.5 },
        { value: 'completed', calls: 1, share: 0.5 },
      ],
      calls: 2,
      more: false,
    });
  });
});

it('the sample of a phone call is of a number that the test asks for', () => {
  expect(PHONE_CALL.to).toMatchObject({ callee: '+15550123' });
});
