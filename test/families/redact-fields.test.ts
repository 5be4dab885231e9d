import { describe, expect, it } from 'vitest';
import { DOCUMENTED_PATHS } from '../../families/call-event/documented-paths.ts';
import { OUR_ATTRIBUTES } from '../../families/call-event/facts.ts';
import { redact } from '../../families/redact.ts';
import { PERSONAL_PATHS, redactPaths } from '../../families/redact-fields.ts';

const IP = 'sdk_edge.metadata.ip_address';
const paths = (...entries: string[]) => {
  const read = redactPaths(entries);
  return read.ok ? read.paths : read.problem;
};

describe('a path', () => {
  it.each([
    [IP],
    ['account_sid'],
    ['notes'],
    ['sdk_edge.notes'],
    ['sdk_edge.errors_of'],
    ['sdk_edge.error.message'],
    ['sdk_edge.error.code'],
    ['sdk_edge.metric.values'],
    ['sdk_edge.metadata.ip_address.v4'],
    ['x-notes.inner_1'],
  ])('of Twilio’s data, documented or not, is taken: %s', (path) => {
    expect(paths(path)).toEqual([path]);
  });

  it('may be written with data before it, blanks around its dots, and twice', () => {
    expect(paths(`data.${IP}`, 'sdk_edge . metadata. ip_address', 'data.notes', 'data.data.notes')).toEqual([
      IP,
      'notes',
    ]);
  });

  it.each([
    [
      'error_message',
      'sdk_edge.error.message,conversation_relay_data.error.error_message,conversation_relay_data.error.message',
    ],
    [
      'ERROR_MESSAGE',
      'sdk_edge.error.message,conversation_relay_data.error.error_message,conversation_relay_data.error.message',
    ],
    [
      'data.errorMessage',
      'sdk_edge.error.message,conversation_relay_data.error.error_message,conversation_relay_data.error.message',
    ],
    ['error_code', 'sdk_edge.error.code,conversation_relay_data.error.error_code'],
    ['other.notes', 'notes'],
    ['ip_address', `${IP},from.ip_address,to.ip_address`],
    ['ipAddress', `${IP},from.ip_address,to.ip_address`],
    ['metadata.ip_address', IP],
    ['sdk_edge.ip_address', IP],
    ['SDK_EDGE.metadata.ip_address', IP],
    ['sdk_edge.metadata.ipAddress', IP],
    ['Sdk_Edge.notes', 'sdk_edge.notes'],
    ['metadata', 'carrier_edge.metadata,client_edge.metadata,sip_edge.metadata,sdk_edge.metadata'],
    ['external_ip', 'carrier_edge.metadata.external_ip,client_edge.metadata.external_ip,sip_edge.metadata.external_ip'],
    ['carrier_edge.external_ip', 'carrier_edge.metadata.external_ip'],
    ['location.lat', 'sdk_edge.metadata.location.lat,from.location.lat,to.location.lat'],
    ['message', 'sdk_edge.error.message,conversation_relay_data.error.message'],
    ['ip', 'sdk_edge.ice_candidate_pair.local.ip,sdk_edge.ice_candidate_pair.remote.ip'],
    ['ice_candidate_pair.local.ip', 'sdk_edge.ice_candidate_pair.local.ip'],
    [
      'relatedAddress',
      'sdk_edge.ice_candidate_pair.local.related_address,sdk_edge.ice_candidate_pair.remote.related_address',
    ],
  ])('that would hide nothing is refused with the paths to say instead: %s', (path, instead) => {
    expect(paths('notes', path)).toMatch(new RegExp(`^${path} .*say ${instead.replaceAll('.', '\\.')}$`));
    for (const one of instead.split(',')) expect(paths(one)).toEqual([one]);
  });

  it('that is the name of an attribute of ours is never taken', () => {
    for (const name of OUR_ATTRIBUTES) {
      expect(paths(name)).toContain(`${name} is `);
      expect(paths(name.toUpperCase())).toContain(`${name.toUpperCase()} is `);
      expect(paths(`${name}.x`)).toContain(`${name}.x is `);
    }
  });

  it.each([
    'call_sid',
    'call_sid.x',
    'Call_SID',
    'data.timestamp',
    'timestamp.x',
    'level.x',
    'sdk_edge',
    'sdk_edge.error',
    'sdkEdge.error',
    'error',
    'sequence_number',
    'conversation_relay_data.sequence_number.x',
  ])('that keys, order or errors are made of cannot be redacted: %s', (path) => {
    expect(paths(path)).toBe(`${path} cannot be redacted: keys, order or errors are made of it`);
  });

  it.each(['data', 'Data', 'personal.x', 'data.PERSONAL.client_name'])(
    'that is no place in data is refused: %s',
    (path) => {
      expect(paths(path)).toMatch(/: say what of it$|: personal stands alone between its commas$/);
    },
  );

  it('is named without what a terminal would obey', () => {
    expect(paths('\u001b[2Jnotes')).toContain('\\u001b[2Jnotes is no path');
  });

  it.each(['a..b', '.a', 'a.', '.'])('has a name between its dots, unlike %s', (path) => {
    expect(paths(path)).toBe(`${path} is no path: expected names separated by dots`);
  });

  it.each([
    `$.${IP}`,
    `"${IP}"`,
    'a;b',
    'a b',
    'sdk_edge/metadata',
    'sdk_edge.*',
    'sdk_edge.metric.values[]',
    'a[0].b',
  ])('has no other characters than those of a name: %s', (path) => {
    expect(paths(path)).toContain(`${path} is no path: expected names of letters`);
  });

  it('has no numbers for the elements of a list', () => {
    expect(paths('notes.0.text')).toContain('leave the number out');
  });
});

describe('the preset personal', () => {
  it('is its paths, whatever its case, beside others', () => {
    expect(paths('personal')).toEqual(PERSONAL_PATHS);
    expect(paths('data.personal')).toEqual(PERSONAL_PATHS);
    expect(paths('notes', 'Personal', IP)).toEqual(['notes', ...PERSONAL_PATHS]);
    expect(paths(...PERSONAL_PATHS)).toEqual(PERSONAL_PATHS);
  });

  it('leaves nothing of a person in what the schema documents', () => {
    const left = DOCUMENTED_PATHS.filter(
      (path) => !PERSONAL_PATHS.some((hidden) => path === hidden || path.startsWith(`${hidden}.`)),
    );
    const leaf = (path: string) => path.split('.').at(-1) ?? '';
    // The rest that could be thought so: Twilio's own addresses, places of its edges, and names of events and devices.
    expect(left.filter((path) => /ip$|address|name|message|city|country|location|lat$|lon$/.test(leaf(path)))).toEqual([
      'name',
      'carrier_edge.metadata.twilio_ip',
      'carrier_edge.metadata.edge_location',
      'client_edge.metadata.twilio_ip',
      'client_edge.metadata.edge_location',
      'sip_edge.metadata.twilio_ip',
      'sip_edge.metadata.edge_location',
      'sdk_edge.metadata.country_code',
      'sdk_edge.metadata.sdk.edge_location',
      'sdk_edge.metadata.sdk.browser.name',
      'sdk_edge.metadata.sdk.os.name',
      'sdk_edge.metadata.sdk.engine.name',
    ]);
  });

  it('hides each of its values, wherever they stand', () => {
    const data = {
      sdk_edge: {
        error: { code: 31005, message: 'Alice' },
        metadata: {
          client_name: 'Alice',
          ip_address: '203.0.113.7',
          location: { lat: 47, lon: 8 },
          country_code: 'CH',
        },
        ice_candidate_pair: { local: { ip: '203.0.113.7', type: 'host' } },
      },
      sip_edge: { metadata: { external_ip: '203.0.113.7', twilio_ip: '198.51.100.1' } },
    };
    expect(redact(data, PERSONAL_PATHS)).toEqual({
      sdk_edge: {
        error: { code: 31005, message: '[redacted]' },
        metadata: {
          client_name: '[redacted]',
          ip_address: '[redacted]',
          location: '[redacted]',
          country_code: 'CH',
        },
        ice_candidate_pair: { local: { ip: '[redacted]', type: 'host' } },
      },
      sip_edge: { metadata: { external_ip: '[redacted]', twilio_ip: '198.51.100.1' } },
    });
  });
});

describe('with several families', () => {
  const CALLS = {
    documented: ['from_number', 'sdk.error', 'sdk.error.message'],
    personal: ['from_number'],
    keptValues: ['call_sid'],
    keptObjects: ['sdk.error'],
    attributes: new Set(['event_id', 'error_message', 'other']),
    copies: { error_message: ['sdk.error.message'] },
  };
  const NOTES = {
    documented: ['fromNumber', 'event_id', 'text'],
    personal: ['text'],
    keptValues: ['note_sid'],
    keptObjects: [],
    attributes: new Set(['error_message', 'other']),
    copies: { error_message: ['failure.text'] },
  };
  const read = (entry: string) => {
    const answer = redactPaths([entry], [CALLS, NOTES]);
    return answer.ok ? answer.paths : answer.problem;
  };

  it('personal is what is personal in any of them', () => {
    expect(read('personal')).toEqual(['from_number', 'text']);
  });

  it('a path of one is taken, whatever another calls an attribute, or spells otherwise', () => {
    expect(read('event_id')).toEqual(['event_id']);
    expect(read('fromNumber')).toEqual(['fromNumber']);
    expect(read('from_number')).toEqual(['from_number']);
  });

  it('a copy is told by all that it is a copy of', () => {
    expect(read('error_message')).toBe(
      'error_message is a copy that the table makes: say sdk.error.message,failure.text',
    );
  });

  it('what the key of any of them is made of cannot be hidden', () => {
    for (const path of ['call_sid', 'note_sid', 'sdk.error', 'sdk']) expect(read(path)).toMatch(/cannot be redacted/);
    expect(read('sdk.error.message')).toEqual(['sdk.error.message']);
  });
});
