import { afterAll, beforeAll, expect, it } from 'vitest';
import { conferenceSentence, conferenceView } from '../../cli/conference-view.ts';
import { conferenceOfTwenty } from '../../samples/conference/of-twenty.ts';
import { conferenceEvent, participantEvent } from '../../samples/conference.ts';
import {
  CONFERENCE,
  conferenceResource,
  participantResource,
  stream,
} from '../families/conference-summary/resources.ts';
import { itAtNight } from '../nightly.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { runCli } from './run-cli.ts';

const TWENTY = conferenceOfTwenty(Date.now() - 3_600_000);
const ALONE = `CF${'7'.repeat(32)}`;
const OTHER = `CF${'8'.repeat(32)}`;

let pipeline: AnnouncedPipeline;
beforeAll(async () => {
  pipeline = await announcePipeline();
  const at = (ms: number) => new Date(Date.now() - ms).toISOString();
  await pipeline.ingest(
    ...TWENTY.events,
    participantEvent({}, { conference_sid: ALONE, label: 'Ann\u001b[31m' }),
    conferenceEvent({}, { conference_sid: OTHER, create_time: at(60_000), status: 'in_progress', friendly_name: '' }),
  );
}, 60_000);
afterAll(() => pipeline.stop());

const local = (...words: string[]) => runCli([...words, `--local=${pipeline.ready.port}`]);

it('conference says what it was, who ended it and why, and has a line for each participant', async () => {
  const { code, out, notes } = await local('conference', `"${TWENTY.conferenceSid}"`);
  expect({ code, notes }).toEqual({ code: 0, notes: [] });
  const [says = '', head = '', people = ''] = out.split('\n\n');
  expect(says.replace(/\s+/g, ' ')).toMatch(
    /^20 participants \(19 names\), 25 min\. It ended because the moderator, host, was kicked at \d\d:\d\d:\d\d\. The connection of interpreter was bad: 11\.4 % lost, MOS 2\.6\./,
  );
  expect(head).toMatch(/^name +Quarterly review$/m);
  expect(head).toMatch(/^length +25 min/m);
  expect(head).toMatch(/^ended by +host, call CA[0-9a-f]{32}$/m);
  expect(head).toMatch(/^issues +call_quality 2, region_configuration 1, participant_behavior 2$/m);
  const lines = people.trimEnd().split('\n');
  expect(lines).toHaveLength(21);
  expect(lines[1]).toMatch(/host +moderator, kicked, which ended it/);
  expect(people).toMatch(/supervisor +coach +coached 2/);
  expect(people).toMatch(/interpreter .*sent: 11\.4 % lost, MOS 2\.6/);
});

it('conference prints both resources for a program, and says where nothing is kept', async () => {
  const { conference, participants } = JSON.parse((await local('conference', TWENTY.conferenceSid, '--json')).out);
  expect(conference).toMatchObject({ conference_sid: TWENTY.conferenceSid, status: 'completed' });
  expect(participants).toHaveLength(20);
  const alone = await local('conference', ALONE);
  expect(alone.out).toContain('The summary of the conference is not known');
  expect(alone.out).toContain('Ann');
  expect(alone.out).not.toContain('\u001b');
  const none = await local('conference', `CF${'0'.repeat(32)}`);
  expect(none).toMatchObject({ code: 1, out: '', notes: [`nothing is kept of a conference CF${'0'.repeat(32)}`] });
});

it('conferences lists them newest first, by status, tag and trouble', async () => {
  const sids = async (...words: string[]) =>
    JSON.parse((await local('conferences', '--json', ...words)).out).conferences.map(
      (one: { conference_sid: string }) => one.conference_sid,
    );
  expect(await sids()).toEqual([OTHER, TWENTY.conferenceSid]);
  expect(await sids('--status', 'in-progress')).toEqual([OTHER]);
  expect(await sids('--tag', 'low_mos,high_jitter')).toEqual([TWENTY.conferenceSid]);
  expect(await sids('--issue', 'call_quality', '--limit', '1')).toEqual([TWENTY.conferenceSid]);
  expect((await local('conferences')).out).toMatch(/Quarterly review +completed +25 min/);
  expect((await local('conferences', '--until', '2h')).notes).toEqual([
    'no conferences found; --since looks further back',
  ]);
  expect((await local('conferences', '--status', 'over')).code).toBe(2);
});

it('says of a conference that Twilio may still measure how to ask again, and of a call how it sounded there', () => {
  const open = conferenceResource({ processing_state: 'in_progress' });
  expect(conferenceView(CONFERENCE, open, [])).toMatch(
    /^quality +not measured to its end: backfill --conferences asks/m,
  );
  expect(conferenceView(CONFERENCE, conferenceResource(), [])).not.toContain('measured');
  const outbound = stream({ packet_loss_percentage: 11.4, mos: 2.6 });
  const of = { conferenceSid: CONFERENCE, conference: open };
  expect(conferenceSentence({ ...of, participant: participantResource(1, { metrics: { outbound } }) })).toMatch(
    /left 12:20:00 UTC\. Its connection there was bad: sent: 11\.4 % lost, MOS 2\.6\.$/,
  );
  expect(conferenceSentence({ ...of, participant: participantResource(1) })).toMatch(/UTC\.$/);
});

itAtNight('call says which conference it was in, and forget takes the conference', async () => {
  const [first] = JSON.parse((await local('conference', TWENTY.conferenceSid, '--json')).out).participants;
  const call = await local('call', first.call_sid);
  expect(call.out).toMatch(
    new RegExp(`^in conference +${TWENTY.conferenceSid} \\(Quarterly review\\), joined .*, left `, 'm'),
  );
  const why = await local('why', first.call_sid);
  expect(why.out.replace(/\s+/g, ' ')).toMatch(
    new RegExp(
      `The call was in conference ${TWENTY.conferenceSid} \\(Quarterly review\\), joined .* UTC, left .* UTC\\.`,
    ),
  );
  expect(why.out).toContain(`conference ${TWENTY.conferenceSid} --local=`);
  for (const command of ['why', 'call', 'annotate']) {
    const ofConference = await local(command, TWENTY.conferenceSid);
    expect(ofConference).toMatchObject({ code: 2, out: '' });
    expect(ofConference.notes.at(-1)).toBe(
      `${TWENTY.conferenceSid} is a conference, and no call: say conference ${TWENTY.conferenceSid}`,
    );
  }
  expect((await local('conference', first.call_sid)).notes.at(-1)).toMatch(/if it is a call, why CA\w+ names its/);
  const whole = JSON.parse((await local('call', first.call_sid, '--json')).out);
  expect(whole.conferences).toMatchObject([{ conference_sid: TWENTY.conferenceSid, participant: { label: 'host' } }]);
  const forgotten = await local('forget', TWENTY.conferenceSid, '--yes');
  expect(forgotten.out).toMatch(/^rows of conferences +21$/m);
  expect((await local('conference', TWENTY.conferenceSid)).code).toBe(1);
  expect((await local('call', first.call_sid)).out).toBe('');
});
