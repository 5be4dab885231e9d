import { describe, expect, it } from 'vitest';
import { CALL_PATHS, createCallGroups, PATHS_BY_MEANING, pathSaid } from '../../cli/call-groups.ts';
import { callJson, callTable, groupTable } from '../../cli/call-list-view.ts';
import type { CallEntry } from '../../families/call-summary/call-entry.ts';

const EVIL = '\u001b[2J\u202e\n';
const CALL: CallEntry = {
  callSid: `CA${'1'.repeat(32)}`,
  started: '2026-11-20T11:59:00.000Z',
  startedId: `2026-11-20T11:59:00.000Z#CA${'1'.repeat(32)}`,
  isFinal: true,
  state: 'completed',
  duration: 140,
  tags: ['silence'],
  facets: { from: '+15550100', to: 'client:alice', sip_code: 200, hung_up_by: 'caller', mos: 3.46 },
};
const NOTHING: CallEntry = {
  ...CALL,
  state: undefined,
  duration: 0,
  tags: [],
  isFinal: false,
  facets: { hung_up_by: 'unknown' },
};
const cells = (text: string) => text.split('\n').map((line) => line.split(/ {2,}/));

describe('a list of calls', () => {
  it('has one row for each, and says nothing that a summary does not say', () => {
    expect(cells(callTable([CALL, NOTHING]))).toEqual([
      ['STARTED (UTC)', 'CALL', 'PARENT', 'FROM', 'TO', 'STATE', 'SIP', 'LENGTH', 'HUNG UP BY', 'MOS', 'TAGS'],
      [
        '2026-11-20 11:59:00',
        CALL.callSid,
        '+15550100',
        'client:alice',
        'completed',
        '200',
        '2 min 20 s',
        'caller',
        '3.46',
        'silence',
      ],
      ['2026-11-20 11:59:00', CALL.callSid, '(preliminary)'],
    ]);
    expect(callJson(NOTHING)).toMatchObject({
      call_state: null,
      disconnected_by: null,
      mos: null,
      processing_state: 'partial',
    });
  });

  it('tells a leg from the call that made it', () => {
    const leg = { ...CALL, parentCallSid: `CA${'2'.repeat(32)}` };
    expect(cells(callTable([leg]))[1]?.slice(1, 4)).toEqual([CALL.callSid, 'CA222222…', '+15550100']);
    expect(callTable([leg], 120)).toContain('completed (leg)');
    expect(callTable([CALL], 120)).not.toContain('(leg)');
  });

  it('fits a terminal of 80 columns', () => {
    const long = { ...CALL, facets: { ...CALL.facets, to: `sip:${'x'.repeat(200)}@example.com` } };
    for (const columns of [80, 100, 120, 200]) {
      const lines = callTable([long, NOTHING], columns).split('\n');
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      for (const said of ['completed', '+15550100', long.callSid]) expect(lines[1]).toContain(said);
    }
  });

  it('has nothing that a terminal would obey', () => {
    const hostile = { ...CALL, callSid: EVIL, tags: [EVIL], facets: { from: EVIL, to: EVIL, hung_up_by: EVIL } };
    const groups = createCallGroups('from');
    groups.add(hostile);
    const printed = [callTable([hostile]), callTable([hostile], 80), groupTable('from', groups.groups().groups)];
    for (const text of printed) {
      expect(text.split('\n')).toHaveLength(2);
      for (const obeyed of ['\u001b', '\u202e']) expect(text).not.toContain(obeyed);
    }
  });
});

describe('a count of calls', () => {
  it('has a call of several values in each of them, and one of none apart', () => {
    const groups = createCallGroups('tag');
    for (const tags of [['silence', 'silence', 'low_mos'], ['low_mos'], [], []]) groups.add({ ...CALL, tags });
    expect(groups.groups()).toEqual({
      calls: 4,
      groups: [
        { value: 'low_mos', calls: 2, share: 0.5 },
        { value: null, calls: 2, share: 0.5 },
        { value: 'silence', calls: 1, share: 0.25 },
      ],
    });
  });

  it('has times in their order, the latest first', () => {
    const groups = createCallGroups('hour');
    for (const hour of ['09', '11', '09', '10']) groups.add({ ...CALL, started: `2026-11-20T${hour}:30:00.000Z` });
    expect(groups.groups().groups.map(({ value }) => value)).toEqual([
      '2026-11-20T11:00Z',
      '2026-11-20T10:00Z',
      '2026-11-20T09:00Z',
    ]);
  });

  it('can be by every path that the help names, and by no other', () => {
    expect(Object.values(PATHS_BY_MEANING).flat().toSorted()).toEqual([...CALL_PATHS].toSorted());
  });

  it('is by a path that Twilio’s resource has, too', () => {
    expect(
      ['To.Carrier', 'from.country_code', 'properties.last_sip_response_num', 'from.sdk.version'].map(pathSaid),
    ).toEqual(['to.carrier', 'from.country', 'sip', 'sdk.version']);
    expect([pathSaid('toString'), pathSaid('constructor'), pathSaid('')]).toEqual([undefined, undefined, undefined]);
  });
});
