import { describe, expect, it } from 'vitest';
import { participantName } from '../../../../families/participant-summary/in-words/name.ts';
import { presenceOf, stretchesOf } from '../../../../families/participant-summary/in-words/presence.ts';
import { presenceInWords } from '../../../../families/participant-summary/in-words/presence-in-words.ts';
import { streamsInWords } from '../../../../families/participant-summary/in-words/quality.ts';
import { at, callSid, ms, participantResource, stream } from '../../conference-summary/resources.ts';

type Events = Record<string, number[]>;
const stretches = (events: Events | null, members = {}) =>
  stretchesOf(participantResource(1, { events, ...members }), ms(1_200)).map(
    ({ kind, fromMs, toMs }) => `${kind} ${(fromMs - ms(0)) / 1_000}-${(toMs - ms(0)) / 1_000}`,
  );

describe('the stretches of a participant', () => {
  it('are from each beginning to the next end, in the order of time', () => {
    const events = { hold: [ms(60), ms(300)], unhold: [ms(90), ms(360)], mute: [ms(10)], unmute: [ms(20)] };
    expect(stretches(events)).toEqual(['mute 10-20', 'hold 60-90', 'hold 300-360']);
  });

  it.each<[string, Events | null, object, string[]]>([
    ['a hold without an end lasts until it left', { hold: [ms(60)] }, {}, ['hold 60-1200']],
    ['an end without a beginning began when it joined', { unmute: [ms(60)] }, {}, ['mute 0-60']],
    ['who came muted was so from the beginning', null, { properties: { enter_muted: true } }, ['mute 0-1200']],
    ['a beginning within one changes nothing', { hold: [ms(60), ms(70)], unhold: [ms(90)] }, {}, ['hold 60-90']],
    ['nothing is outside of its presence', { mute: [ms(-50)], unmute: [ms(9_000)] }, {}, ['mute 0-1200']],
    ['an empty one is none', { mute: [ms(50)], unmute: [ms(50)] }, {}, []],
    ['lists in any order', { hold: [ms(300), ms(60)], unhold: [ms(360), ms(90)] }, {}, ['hold 60-90', 'hold 300-360']],
    ['of one who has no times there are none', { hold: [ms(60)] }, { join_time: null, duration_seconds: null }, []],
    ['coaching', { coaching: [ms(5)], coaching_stopped: [ms(9)] }, {}, ['coach 5-9']],
  ])('%s', (_what, events, members, expected) => {
    expect(stretches(events, members)).toEqual(expected);
  });
});

describe('when a participant was in', () => {
  it('follows from its length where one time is missing', () => {
    expect(presenceOf(participantResource(1, { join_time: null }))).toEqual({ joinMs: ms(0), leaveMs: ms(1_200) });
    expect(presenceOf(participantResource(1, { leave_time: null }))).toEqual({ joinMs: ms(0), leaveMs: ms(1_200) });
    const open = { leave_time: null, duration_seconds: null };
    expect(presenceOf(participantResource(1, open))).toEqual({ joinMs: ms(0) });
    expect(presenceOf(participantResource(1, { ...open, join_time: 'yesterday' }))).toEqual({});
    expect(presenceOf(participantResource(1, { join_time: at(60) }))).toMatchObject({ joinMs: ms(60) });
  });
});

describe('the presence of a participant in words', () => {
  const says = (members: object) =>
    presenceInWords(participantResource(1, members), undefined, (time) => new Date(time).toISOString().slice(11, 19));

  it('has each stretch with its times', () => {
    expect(says({ events: { mute: [ms(10)], unmute: [ms(25)] } })).toBe(
      '12:00:00 to 12:20:00; muted 12:00:10 to 12:00:25',
    );
  });

  it('says of one who came muted no more than that, where its actions are not known', () => {
    const properties = { enter_muted: true };
    expect(says({ properties, events: null })).toBe('12:00:00 to 12:20:00; came muted');
    expect(says({ properties, events: { unmute: [ms(60)] } })).toBe('12:00:00 to 12:20:00; muted 12:00:00 to 12:01:00');
  });
});

describe('the connection of a participant in words', () => {
  it('is what was bad, by whose words', () => {
    const bad = stream({ packet_loss_percentage: 11.4, mos: 2.6 });
    const one = participantResource(1, { metrics: { inbound: stream({ tags: ['silent'] }), outbound: bad } });
    expect(streamsInWords(one)).toBe('sent: 11.4 % lost, MOS 2.6; received: silent');
    expect(streamsInWords(participantResource(1))).toBeUndefined();
  });
});

describe('the name of a participant', () => {
  it.each([
    [{ label: 'Ana', from: 'client:ana' }, 'Ana'],
    [{ from: 'client:ana' }, 'ana'],
    [{ from: '+15550100', to: '+15550101' }, '+15550100'],
    [{ from: '+15550100', to: '+15550101', call_direction: 'outbound' }, '+15550101'],
    [{ from: null, to: '+15550101', call_direction: null }, '+15550101'],
    [{ label: '[redacted]', from: '[redacted]' }, callSid(1)],
    [{ from: null, call_sid: null }, `CP${'1'.padStart(32, '0')}`],
    [{ label: '  ', from: 'unknown' }, callSid(1)],
  ] as const)('of %j is %s', (members, name) => {
    expect(participantName(participantResource(1, members))).toBe(name);
  });
});
