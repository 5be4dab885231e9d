import { describe, expect, it } from 'vitest';
import { facetsOf } from '../../families/call-summary/facets.ts';
import { COMPLETE, PARTIAL, PREDICTED_COMPLETE } from '../../families/call-summary/facts.ts';
import { summaryMismatches } from '../../families/call-summary/summary-mismatches.ts';
import { sampleCalls, sampleSummaries, showcaseCalls, showcaseSummaries } from '../../samples/sample-calls.ts';

const OPTIONS = { seed: 1, startMs: Date.parse('2026-11-20T12:00:00.000Z') };

const calls = showcaseCalls(OPTIONS);
const summaries = showcaseSummaries(OPTIONS);
const versions = summaries.flat();
const last = summaries.flatMap((each) => each.slice(-1)).map(({ data }) => data);
const bySid = new Map(calls.map((call) => [call[0]?.data.call_sid, call]));
const callOf = (sid: string) => bySid.get(sid) ?? [];
const properties = (data: (typeof last)[number]) => data.properties;

describe('the summaries of the showcase', () => {
  it('are the same bytes for the same seed, and conform to the schema', () => {
    expect(JSON.stringify(showcaseSummaries(OPTIONS))).toBe(JSON.stringify(summaries));
    for (const { data } of versions) expect(summaryMismatches(data)).toEqual([]);
    expect(new Set(versions.map(({ id }) => id)).size).toBe(versions.length);
  });

  it('come in three versions that grow, of which only the last says that it is complete', () => {
    const whole = summaries.filter(({ length }) => length === 3);
    expect(whole.length).toBeGreaterThan(12);
    for (const each of whole) {
      expect(each.map(({ type }) => type)).toEqual([PARTIAL, PREDICTED_COMPLETE, COMPLETE]);
      expect(each.map(({ data }) => data.processing_state)).toEqual(['partial', 'partial', 'complete']);
      expect(each.map(({ data }) => data.processing_version)).toEqual([1, 2, 3]);
      expect(new Set(each.map(({ data }) => data.call_state)).size).toBe(1);
    }
  });

  it('are missing where Twilio would have none, and wait for the last version of the youngest call', () => {
    const missing = calls.filter((_, index) => summaries[index]?.length === 0).flat();
    expect(missing.map(({ data }) => data.name)).toContain('denied');
    expect(summaries.at(-1)).toHaveLength(2);
  });

  it('are in the form of the stream: every member, in versions of the schema from 1 to 7', () => {
    expect(new Set(versions.map(({ dataschema }) => dataschema.slice(-1)))).toEqual(new Set(['1', '2', '7']));
    const namesOf = (version: string) =>
      Object.keys(versions.find(({ dataschema }) => dataschema.endsWith(version))?.data ?? {});
    expect(namesOf('/1')).not.toContain('created_time');
    expect(namesOf('/2')).toEqual(expect.arrayContaining(['created_time', 'trust']));
    expect(namesOf('/2')).not.toContain('agent_session_summaries');
    expect(namesOf('/7')).toContain('agent_session_summaries');
    const [first] = versions;
    expect(first?.data).toMatchObject({ parent_call_sid: '', sip_edge: null, answered_by: '', tags: [], trust: null });
    expect(first?.data.properties).toMatchObject({ media_region: 'unknown_realm', pdd_ms: 0, sip_call_id: '' });
  });

  it('fit the events of their calls: account, times, errors, the SDK and its place', () => {
    for (const data of last) {
      const call = callOf(data.call_sid);
      const [first] = call;
      expect(data.account_sid).toBe(first?.data.account_sid);
      const from = Date.parse(first?.time ?? '') - 1_000;
      for (const time of [data.created_time ?? data.start_time, data.start_time, data.end_time]) {
        expect(Date.parse(String(time))).toBeGreaterThan(from);
        expect(Date.parse(String(time))).toBeLessThanOrEqual(Date.parse(call.at(-1)?.time ?? ''));
      }
      const metadata = call.find((event) => event.data.sdk_edge?.metadata)?.data.sdk_edge?.metadata;
      const parties = [data.from?.caller, data.to?.callee];
      if (metadata) {
        expect(parties).toContain(`client:${metadata.client_name}`);
        expect(facetsOf(data)).toMatchObject({ sdk_version: metadata.sdk?.version });
        const codes = call.flatMap((event) => event.data.sdk_edge?.error?.code ?? []).map(String);
        expect(Object.keys(data.sdk_edge?.events?.errors ?? {}).sort()).toEqual([...new Set(codes)].sort());
      }
      expect(parties.join()).toMatch(/\+(1\d{3}55501\d\d|44207946|612555)/);
    }
  });

  it('have edges by the type of the call, and metrics only where it was answered', () => {
    const edges = { client: 'client_edge,sdk_edge', trunking: 'carrier_edge,sip_edge', carrier: 'carrier_edge' };
    for (const data of last) {
      expect(facetsOf(data).edges?.join()).toBe(edges[data.call_type as keyof typeof edges]);
      const isAnswered = Number(data.connect_duration) > 0;
      for (const edge of [data.carrier_edge, data.sip_edge, data.client_edge]) {
        if (edge) expect(edge.metrics?.inbound !== null).toBe(isAnswered);
      }
    }
  });

  it('are of calls that end in every way that people ask about', () => {
    const ends = last.map((data) => `${data.call_state} ${properties(data)?.last_sip_response_num}`);
    expect(new Set(ends)).toEqual(new Set(['completed 200', 'fail 503', 'canceled 487', 'busy 600']));
    expect(last.find(({ call_state }) => call_state === 'fail')?.properties?.pdd_ms).toBe(0);
    const rejected = last.find(({ call_state }) => call_state === 'busy');
    expect(rejected?.sdk_edge?.properties?.disconnected_by).toBe('rejected');
    expect(rejected?.properties?.disconnected_by).toBe('unknown_disconnected_by');
    const cancelled = last.find(({ call_state }) => call_state === 'canceled');
    expect(cancelled).toMatchObject({ duration: 0, connect_duration: 0, tags: [] });
  });

  it('have the tags that their events let expect', () => {
    const tagged = (tag: string) => last.filter(({ tags }) => tags?.includes(tag));
    for (const data of tagged('low_mos')) {
      expect(callOf(data.call_sid).some(({ data: { name } }) => name === 'low-mos')).toBe(true);
      expect(data.sdk_edge?.metrics?.inbound?.mos?.avg).toBeLessThan(3.5);
    }
    const [lost] = tagged('high_packet_loss');
    expect(lost?.sdk_edge?.metrics?.inbound?.packets_loss_percentage).toBeGreaterThan(5);
    expect(callOf(lost?.call_sid ?? '').some(({ data: { name } }) => name === 'high-packet-loss')).toBe(true);
    const [ice] = tagged('ice_failure');
    expect(ice).toMatchObject({ call_state: 'completed', tags: expect.arrayContaining(['silence']) });
    const [short] = tagged('pstn_short_duration');
    expect(short).toMatchObject({ call_type: 'carrier', tags: ['high_pdd', 'pstn_short_duration'] });
    expect(tagged('low_mos').length + tagged('high_jitter').length).toBeGreaterThan(1);
  });

  it('have a trunk, a conference leg, a Conversation Relay session, and a leg that names its parent', () => {
    const trunk = last.find(({ call_type }) => call_type === 'trunking');
    expect(trunk?.sip_edge?.properties).toMatchObject({
      trunk_sid: expect.stringMatching(/^TK[0-9a-f]{32}$/),
      user_agent: expect.stringContaining('PBX'),
      sip_call_id: expect.stringContaining('@'),
    });
    expect(trunk).toMatchObject({ tags: ['silence'], properties: { pdd_ms: 1_990 } });
    expect(last.filter(({ attributes }) => attributes?.conference_participant)).toHaveLength(1);
    const [session] = last.flatMap(({ agent_session_summaries }) => agent_session_summaries ?? []);
    expect(session).toMatchObject({ session_state: 'ended', turns: 4, interruptions: { customer_to_agent: 1 } });
    const child = last.find(({ parent_call_sid }) => parent_call_sid);
    const parent = last.find(({ call_sid }) => call_sid === child?.parent_call_sid);
    expect(parent?.from?.caller).toBe(child?.from?.caller);
    expect(Date.parse(child?.end_time ?? '')).toBeLessThan(Date.parse(parent?.end_time ?? ''));
  });
});

describe('the summaries of sample calls', () => {
  it('are of the same calls, and say how each was', () => {
    const options = { ...OPTIONS, mix: 'stress', calls: 120 } as const;
    const sids = [...sampleCalls(options)].map((call) => call[0]?.data.call_sid);
    const all = [...sampleSummaries(options)];
    expect(all.map(([first]) => first?.data.call_sid)).toEqual(sids);
    for (const { data } of all.flat()) expect(summaryMismatches(data)).toEqual([]);
    expect(new Set(all.map((each) => each.at(-1)?.data.call_state))).toContain('completed');
  });
});
