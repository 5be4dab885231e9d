import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CausesAnswer } from '../../../families/call-event/causes/causes-answer.ts';
import type { FleetAnswer } from '../../../families/call-event/causes/fleet-group.ts';
import { PARTIAL } from '../../../families/call-summary/facts.ts';
import { callCloudEvent, eventId } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { summaryData } from '../read/summary-rows.ts';
import { type RunningApi, startApi } from './running-api.ts';

const NOW_MS = Date.parse('2026-11-20T12:03:20.000Z');
const OTHER_ACCOUNT = `AC${'1'.repeat(32)}`;
const SUPPORT = { sid: `SK${'1'.repeat(32)}`, secret: 'the-secret-of-support', accounts: [OTHER_ACCOUNT] };
const sid = (n: number) => `CA${n.toString(16).padStart(32, '0')}`;
const ago = (minutes: number) => new Date(NOW_MS - minutes * 60_000).toISOString();

/** Of the version that is worse, every second call fails. */
function call(n: number) {
  const isWorse = n >= 12;
  return summaryData(sid(n), {
    start_time: ago(10 + n * 20),
    call_state: isWorse && n % 2 === 0 ? 'fail' : 'completed',
    from: {
      caller: `client:agent-${n}`,
      carrier: 'A Carrier',
      country_code: 'US',
      sdk: { type: 'voice-js', version: isWorse ? '2.18.3' : '2.18.1' },
    },
    sdk_edge: { metrics: { inbound: { mos: { avg: isWorse ? 3.1 : 4.3 } } } },
    ...(n === 19 && { account_sid: OTHER_ACCOUNT }),
  });
}

let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ clock: { ...systemClock, now: () => NOW_MS }, credentials: [SUPPORT] });
  for (let n = 0; n < 20; n += 1) await api.putSummary(call(n));
  await api.putSummary(summaryData(sid(30), { start_time: ago(5), processing_state: 'partial' }), { type: PARTIAL });
  await api.putSummary(summaryData(sid(31), { start_time: ago(25 * 60) }));
  // An event of a call that started before the span, and one of a call without a summary.
  for (const [index, n] of [31, 40].entries()) {
    const event = { call_sid: sid(n), level: 'ERROR', timestamp: ago(9), sdk_edge: { error: { code: 53405 } } };
    await api.put([callCloudEvent({ id: eventId(100 + index) }, event)]);
  }
  await api.put(
    [12, 13, 13, 0].map((n, index) =>
      callCloudEvent(
        { id: eventId(index) },
        {
          call_sid: sid(n),
          level: n === 0 ? 'WARNING' : 'ERROR',
          timestamp: ago(9 + n * 20),
          sdk_edge: { error: { code: 31005 } },
        },
      ),
    ),
  );
}, 60_000);
afterAll(() => api.stop());

async function ask<Answer>(path: string, credential?: string) {
  const answer = await api.get(path, credential === undefined ? {} : { credential });
  return { status: answer.status, body: (await answer.json()) as Answer & { message: string } };
}

describe('the fleet', () => {
  it('is compared by the version of the SDK, where nobody says by what', async () => {
    const { body } = await ask<FleetAnswer>('/v1/Voice/Fleet');
    expect([body.by, body.is_whole]).toEqual(['sdk_version', true]);
    expect(body.groups.map(({ volume, errors_share, warnings_share, ...group }) => group)).toEqual([
      { value: '2.18.1', calls: 12, failed: 0, failed_share: 0, with_errors: 0, with_warnings: 1, mos: 4.3 },
      { value: '2.18.3', calls: 8, failed: 4, failed_share: 0.5, with_errors: 2, with_warnings: 0, mos: 3.1 },
    ]);
    expect(body.all).toMatchObject({ calls: 21, failed: 4, with_errors: 4, with_warnings: 1 });
    expect(body.groups[1]?.volume.reduce((sum, part) => sum + part, 0)).toBe(3);
  });

  it('is compared by whatever events can be counted by', async () => {
    const { body } = await ask<FleetAnswer>('/v1/Voice/Fleet?By=client&StartTime=1h');
    expect(body.groups.map(({ value }) => value)).toEqual(['agent-0', 'agent-1', 'agent-2']);
    const { status, body: refusal } = await ask('/v1/Voice/Fleet?By=colour');
    expect([status, refusal.message]).toEqual([400, expect.stringContaining('expected one of sdk, sdk_version')]);
  });

  it('is of the accounts of who asks', async () => {
    const { body } = await ask<FleetAnswer>('/v1/Voice/Fleet', `${SUPPORT.sid}:${SUPPORT.secret}`);
    expect(body.all).toMatchObject({ calls: 1, failed: 0, with_errors: 0 });
  });
});

describe('causes, where there are summaries', () => {
  it('are a share of all calls, and know the carriers of theirs', async () => {
    const { body } = await ask<CausesAnswer>('/v1/Voice/Events/Causes');
    expect([body.all_calls, body.calls, body.share]).toEqual([21, 5, 3 / 21]);
    // Where most calls started earlier, or have no summary, a share is not known.
    expect(body.causes.map(({ cause, calls, share }) => [cause, calls, share])).toEqual([
      // Of one of the three it is a warning.
      ['code:31005', 3, 3 / 21],
      ['code:53405', 2, null],
    ]);
    const { body: fleet } = await ask<FleetAnswer>('/v1/Voice/Fleet');
    expect([fleet.all.with_errors, fleet.all.errors_share, fleet.all.warnings_share]).toEqual([4, 2 / 21, 1 / 21]);
    expect(body.facets.carrier).toEqual([{ value: 'A Carrier', events: 4, calls: 3 }]);
    expect((await ask<CausesAnswer>('/v1/Voice/Events/Causes?Facet=carrier:Another')).body.events).toBe(0);
  });
});
