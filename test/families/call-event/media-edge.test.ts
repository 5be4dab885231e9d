import { describe, expect, it } from 'vitest';
import { isMediaEdge, MEDIA_EDGES, mediaEdge } from '../../../families/call-event/media-edge.ts';

const ALL_FOUR = { sdk_edge: { a: 1 }, client_edge: { a: 1 }, sip_edge: { a: 1 }, carrier_edge: { a: 1 } };

describe('the side of the call', () => {
  it.each(MEDIA_EDGES)('is %s where edge says so, whatever objects there are', (edge) => {
    expect(mediaEdge({ edge, ...ALL_FOUR })).toBe(edge);
    expect(mediaEdge({ edge })).toBe(edge);
  });

  it.each(['sdk_edge', 'client_edge', 'sip_edge', 'carrier_edge'])(
    'is %s where that object is the only one',
    (edge) => {
      const only = { [edge]: { metadata: { region: 'us1' } } };
      for (const location of ['ashburn', '', null, undefined, 5, 'SDK_EDGE', [edge]]) {
        expect(mediaEdge({ edge: location, ...only })).toBe(edge);
      }
    },
  );

  it('does not count objects that say nothing', () => {
    const nothing = { client_edge: {}, sip_edge: null, carrier_edge: { metadata: null } };
    expect(mediaEdge({ edge: 'ashburn', sdk_edge: { error: { code: 1 } }, ...nothing })).toBe('sdk_edge');
    expect(mediaEdge({ edge: 'ashburn', ...nothing })).toBeUndefined();
  });

  it.each([
    ['several objects', { edge: 'ashburn', ...ALL_FOUR }],
    ['two objects', { sip_edge: { a: 1 }, carrier_edge: { a: 1 } }],
    ['no object', { edge: 'ashburn' }],
    ['nothing at all', {}],
    ['an object of the name unknown_edge', { unknown_edge: { a: 1 } }],
  ])('is not known from %s', (_what, data) => {
    expect(mediaEdge(data)).toBeUndefined();
  });
});

it('tells a media edge from a location, in this spelling only', () => {
  expect(['sip_edge', 'ashburn', 'SIP_EDGE', '', null, undefined].map(isMediaEdge)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
