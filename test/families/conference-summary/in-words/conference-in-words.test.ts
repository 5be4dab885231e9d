import { describe, expect, it } from 'vitest';
import type { ConferenceResource } from '../../../../families/conference-summary/conference-resource.ts';
import { conferenceInWords } from '../../../../families/conference-summary/in-words/conference-in-words.ts';
import type { ParticipantResource } from '../../../../families/participant-summary/participant-resource.ts';
import { at, callSid, conferenceResource, ms, participantResource, stream } from '../resources.ts';

const clock = (epochMs: number) => new Date(epochMs).toISOString().slice(11, 16);
const says = (conference: ConferenceResource | null, participants: readonly ParticipantResource[]) =>
  conferenceInWords(conference, participants, clock).map((sentence) => sentence.says);
const two = () => [participantResource(0, { label: 'Ana' }), participantResource(1, { label: 'Bo' })];

describe('a conference in words', () => {
  it('says how many, how long, and who was the last to leave', () => {
    expect(says(conferenceResource(), two())).toEqual([
      '2 participants, 20 min.',
      'It ended when the last, Ana, left at 12:20.',
    ]);
  });

  it.each([
    ['last_participant_kicked', 'It ended because the last participant, Ana, was kicked at 12:20.'],
    ['participant_with_end_conference_on_exit_left', 'It ended because the moderator, Ana, left at 12:20.'],
    ['participant_with_end_conference_on_exit_kicked', 'It ended because the moderator, Ana, was kicked at 12:20.'],
    ['conference_ended_via_api', 'It was ended through the API.'],
    [null, 'Why it ended is not known.'],
  ] as const)('says why it ended: %s', (end_reason, sentence) => {
    const [ana, bo] = two();
    const participants = [{ ...ana, is_moderator: true }, bo] as ParticipantResource[];
    expect(says(conferenceResource({ end_reason }), participants)).toContain(sentence);
  });

  it('goes by the last part of the call that ended it, whichever came in first', () => {
    const end_reason = 'participant_with_end_conference_on_exit_left';
    const parts = [
      participantResource(0, { label: 'Ana', leave_time: at(1_200) }),
      participantResource(0, { label: 'Ana', join_time: at(300), leave_time: at(600), participant_sid: 'CP9' }),
    ];
    for (const participants of [parts, parts.toReversed()]) {
      expect(says(conferenceResource({ end_reason }), participants)).toContain('It ended because Ana left at 12:20.');
    }
  });

  it('names the call that ended it, where its participant is not known, and none where none is named', () => {
    const end_reason = 'participant_with_end_conference_on_exit_left';
    const ended_by = callSid(9);
    expect(says(conferenceResource({ end_reason, ended_by }), two())).toContain(`It ended because ${ended_by} left.`);
    expect(says(conferenceResource({ end_reason, ended_by: null }), two())).toContain(
      'It ended because a participant that ends it left.',
    );
  });

  it.each([
    [{ status: 'in_progress', end_time: null, duration_seconds: null }, 'It has not ended, as far as is known.'],
    [{ status: 'not_started', end_time: null, duration_seconds: null }, 'It has not started.'],
    [{ status: 'summary_timeout', end_time: null }, 'Twilio saw no end of it within a day.'],
  ] as const)('says that it goes on: %j', (members, sentence) => {
    expect(says(conferenceResource({ ...members, end_reason: null }), [])).toContain(sentence);
  });

  it('says that those who are still in are not known yet', () => {
    const open = conferenceResource({ status: 'in_progress', end_time: null, unique_participants: 9 });
    expect(says(open, two())).toEqual([
      '2 participants so far.',
      'It has not ended, as far as is known.',
      'Each participant is known when it has left.',
    ]);
  });

  it('names the worst connection with its numbers, then the next ones', () => {
    const lossy = (index: number, loss: number, mos: number) =>
      participantResource(index, {
        label: `Cy${index}`,
        metrics: { inbound: stream(), outbound: stream({ packet_loss_percentage: loss, mos }) },
      });
    const five = [lossy(1, 6, 3.4), lossy(2, 8, 2.1), lossy(3, 5.5, 3.4), lossy(4, 5.4, 3.4), lossy(5, 5.3, 3.4)];
    const sentences = conferenceInWords(conferenceResource(), five, clock).filter(({ isBad }) => isBad);
    expect(sentences.map((sentence) => sentence.says)).toEqual([
      'The connection of Cy2 was bad: 8 % lost, MOS 2.1.',
      'Also bad: Cy1, Cy3, Cy4 and 1 more.',
    ]);
  });

  it('says who was silent, who coached whom, and who was on hold', () => {
    const participants = [
      participantResource(0, { label: 'Ana' }),
      participantResource(1, { label: 'Eve', is_coach: true, coached_participants: [callSid(0)] }),
      participantResource(2, { label: 'Di', metrics: { outbound: stream({ tags: ['silent'] }) } }),
      participantResource(3, { label: 'Fay', events: { hold: [ms(60)], unhold: [ms(360)] } }),
    ];
    expect(says(conferenceResource({ mixer_region_requested: 'ie1' }), participants)).toEqual([
      '4 participants, 20 min.',
      'It ended when the last, Ana, left at 12:20.',
      'No sound came from Di.',
      'It was mixed in us1, though ie1 was asked for.',
      'Eve coached Ana.',
      'Fay was on hold for 5 min.',
    ]);
  });

  it('says who was in twice, and takes it for trouble only where both were in at once', () => {
    const told = (first: object, second: object, tag_info: object | null = null) => {
      const members = { label: null, from: '+14155550107' };
      const both = [
        participantResource(1, { ...members, ...first }),
        participantResource(2, { ...members, ...second }),
      ];
      const conference = conferenceResource({ tags: ['duplicate_identity'], tag_info: tag_info && { ...tag_info } });
      return conferenceInWords(conference, both, clock)
        .filter((sentence) => /twice|identity/.test(sentence.says))
        .map((sentence) => [sentence.says, sentence.isBad]);
    };
    const duplicate = { participant_identity: '+14155550107', participant_sids: [] };
    const again = { join_time: at(400), duration_seconds: 800 };
    for (const info of [null, { duplicate_identity: [duplicate] }, { duplicate_identity: duplicate }]) {
      expect(told({ leave_time: at(388) }, again, info)).toEqual([['+14155550107 was in twice.', false]]);
      expect(told({}, again, info)).toEqual([['+14155550107 was in twice at the same time.', true]]);
    }
    const sids = [1, 2].map((index) => participantResource(index).participant_sid);
    const hidden = { duplicate_identity: [{ participant_identity: '[redacted]', participant_sids: sids }] };
    expect(told({ from: '[redacted]' }, again, hidden)).toEqual([
      [`${callSid(1)} was in twice at the same time.`, true],
    ]);
    expect(told({ from: '+1' }, again)).toEqual([['Two participants had the same identity.', true]]);
    expect(told({ from: '+1' }, again, { duplicate_identity: duplicate })).toEqual([
      ['Two participants had the same identity: +14155550107.', true],
    ]);
  });

  it('says from which regions it was mixed where', () => {
    const inRegions = (...regions: ('ie1' | 'au1' | 'us1')[]) =>
      says(
        conferenceResource({ tags: ['region_configuration_issues'], detected_issues: { region_configuration: 1 } }),
        regions.map((participant_region, index) => participantResource(index, { participant_region })),
      );
    expect(inRegions('us1', 'ie1', 'au1', 'ie1')).toContain('Participants were in ie1 and au1, mixed in us1.');
    expect(inRegions('us1')).toContain('Twilio saw trouble with its regions.');
    expect(says(conferenceResource(), two()).join(' ')).not.toMatch(/region|mixed/);
  });

  it('says that several holds are told together', () => {
    const held = { hold: [ms(60), ms(300)], unhold: [ms(180), ms(400)] };
    const fay = participantResource(3, { label: 'Fay', events: held });
    const di = participantResource(2, { label: 'Di', events: { hold: [ms(60)], unhold: [ms(120)] } });
    expect(says(conferenceResource(), [fay])).toContain('Fay was on hold for 3 min 40 s in all.');
    expect(says(conferenceResource(), [fay, di])).toContain('2 were on hold, longest Fay: 3 min 40 s in all.');
  });

  it('says what is missing: the summary, the participants, some of them', () => {
    expect(says(null, two())).toEqual([
      '2 participants, 20 min.',
      'The summary of the conference is not known: all this is of its participants.',
    ]);
    expect(says(conferenceResource(), [])).toContain('None of its participants is known.');
    expect(says(conferenceResource({ unique_participants: 5 }), two())).toContain(
      'At least 3 participants of it are not known.',
    );
    expect(says(null, [])).toHaveLength(2);
  });

  it('cuts the names that others gave, and lists four at most', () => {
    const names = Array.from({ length: 9 }, (_name, index) =>
      participantResource(index, {
        label: `A name of ${'many words '.repeat(9)}`,
        is_coach: true,
        coached_participants: [callSid(0)],
        join_time: at(5),
      }),
    );
    for (const sentence of says(conferenceResource(), names)) expect(sentence.length).toBeLessThan(600);
  });
});
