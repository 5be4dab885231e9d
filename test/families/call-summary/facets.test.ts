import { describe, expect, it } from 'vitest';
import { facetsOf } from '../../../families/call-summary/facets.ts';
import { CALLEE, CALLER, summaryData } from '../../../samples/call-summary.ts';
import { SUMMARY_DOCUMENT } from '../../../samples/documents.ts';
import { streamForm } from '../../../samples/stream-form.ts';
import { HOSTILE_VALUES } from '../../hostile/corpus.ts';

describe('the facets of a summary', () => {
  it('are the parties, the way the call went and the edges it had', () => {
    expect(facetsOf(summaryData())).toEqual({
      from: CALLER,
      to: CALLEE,
      from_carrier: 'Example Mobile',
      to_carrier: 'Example Wireless',
      from_country: 'US',
      to_country: 'US',
      direction: 'outbound_api',
      hung_up_by: 'callee',
      sip_code: 200,
      pdd_ms: 1_240,
      regions: ['us1'],
      edges: ['carrier_edge'],
    });
  });

  it('are none of what the stream writes for no value', () => {
    expect(facetsOf(streamForm({ call_sid: 'CA1', carrier_edge: {}, sdk_edge: {} }))).toEqual({});
    const zeros = { codec: 0, codec_name: 'unknown_codec_name', packets_received: 0, jitter: { avg: 0, max: 0 } };
    expect(facetsOf({ sip_edge: { properties: { region: '' }, metrics: { inbound: zeros } } })).toEqual({});
    expect(facetsOf({ properties: { disconnected_by: 'unknown', pdd_ms: 1e9 } })).toEqual({});
    expect(facetsOf({ sdk_edge: { metrics: { inbound: { mos: { avg: 1e9 } } } } })).toEqual({ edges: ['sdk_edge'] });
    expect(facetsOf(JSON.parse(SUMMARY_DOCUMENT.data))).toEqual({
      from: '+55555555',
      to: 'client:SOMECLIENT',
      from_carrier: 'MEGA:CORP',
      from_country: 'US',
      direction: 'outbound_api',
    });
  });

  it('leave out what is too long or too much for an index, and codes that no SIP response has', () => {
    const tags = Array.from({ length: 100 }, (_tag, index) => `tag_${index}`);
    const facets = facetsOf({
      from: { caller: 'x'.repeat(300_000), carrier: 'y'.repeat(257), country_code: 'US' },
      properties: { last_sip_response_num: 486.5, region: 'z'.repeat(257) },
      sdk_edge: { metrics: { inbound: { tags } } },
    });
    expect(facets).toEqual({ from_country: 'US', edges: ['sdk_edge'], edge_tags: expect.any(Array) });
    expect(facets.edge_tags).toHaveLength(30);
  });

  it('name a tag with its edge and direction, since the same word means another thing elsewhere', () => {
    const data = summaryData({
      tags: ['high_jitter'],
      carrier_edge: { metrics: { outbound: { tags: ['high_jitter', ''] } } },
      sdk_edge: { metrics: { inbound: { tags: ['high_jitter', 'low_mos'], mos: { min: 1, avg: 3.25, max: 4 } } } },
    });
    expect(facetsOf(data)).toMatchObject({
      mos: 3.25,
      edge_tags: ['carrier_edge.outbound.high_jitter', 'sdk_edge.inbound.high_jitter', 'sdk_edge.inbound.low_mos'],
    });
  });

  it('are of the Voice SDK on whichever side it stands', () => {
    const sdk = {
      type: 'twilio-voice-js',
      version: '2.18.3',
      browser: { name: 'Chrome', major: '142', version: '142.0.1' },
      os: { name: 'Linux', version: '' },
      edge_location: 'ashburn',
    };
    for (const side of ['from', 'to']) {
      expect(facetsOf(summaryData({ [side]: { sdk } }))).toMatchObject({
        sdk: 'twilio-voice-js',
        sdk_version: '2.18.3',
        browser: 'Chrome 142',
        os: 'Linux',
        edge_location: 'ashburn',
      });
    }
  });

  it('list every region and trunk once, of the call and of its edges', () => {
    const data = summaryData({
      properties: { trunk_sid: 'TK1' },
      carrier_edge: { properties: { region: 'ie1' } },
      sip_edge: { properties: { media_region: 'us1', trunk_sid: 'TK1' } },
    });
    expect(facetsOf(data)).toMatchObject({ regions: ['us1', 'ie1'], trunks: ['TK1'] });
  });

  it('have what lists filter by of trust and annotation, and neither where it says nothing', () => {
    const data = summaryData({
      trust: { verified_caller: { verified: false }, branded: { enabled: true, display_name: 'Owl' } },
      annotation: { spam: true, call_score: 2, quality_issues: ['echo'], comment: 'ours' },
    });
    expect(facetsOf(data)).toMatchObject({
      trust: { verified: false, branded_enabled: true },
      annotation: { spam: true, call_score: 2, quality_issues: ['echo'] },
    });
    expect(JSON.stringify(facetsOf(data))).not.toMatch(/Owl|ours/);
    expect(facetsOf(summaryData({ trust: { branded: {} }, annotation: {} }))).not.toHaveProperty('trust');
  });

  it('come of data of any kind', () => {
    for (const value of HOSTILE_VALUES) {
      const members = Object.fromEntries(Object.keys(summaryData()).map((name) => [name, 'HERE']));
      const json = JSON.stringify({
        ...members,
        from: { caller: 'HERE', sdk: 'HERE' },
        properties: { pdd_ms: 'HERE' },
      });
      expect(() => facetsOf(JSON.parse(json.replaceAll('"HERE"', value)))).not.toThrow();
    }
  });
});
