import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { toConferenceResource } from '../../families/conference-summary/to-conference-resource.ts';
import { toParticipantResource } from '../../families/participant-summary/to-participant-resource.ts';
import { INSIGHTS_TABLE_NAME } from '../../local/names.ts';
import { CONFIG } from '../../samples/builders.ts';
import { conferenceData, conferenceEvent, participantData, participantEvent } from '../../samples/conference.ts';
import type { Members } from '../../samples/stream-form.ts';
import { type FakeInsights, startFakeInsights } from '../twilio/fake-insights.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 60_000 });

const MADE = `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 19)}Z`;
const sid = (n: number) => `CF${String(n).repeat(32)}`;
const participant = (n: number) => `CP${String(n).repeat(32)}`;

let pipeline: AnnouncedPipeline;
let twilio: FakeInsights;
beforeAll(async () => {
  pipeline = await announcePipeline({ config: { ...CONFIG, redactFields: ['label'] } });
  twilio = await startFakeInsights();
  twilio.addConferences(
    atTwilio(1, { processing_state: 'complete', detected_issues: { call_quality: 3 } }),
    atTwilio(2, { processing_state: 'in_progress' }),
    { ...atTwilio(3, { processing_state: 'complete' }), participants: [] },
  );
}, 60_000);
afterAll(async () => {
  await twilio.stop();
  await pipeline.stop();
});

/** As Twilio's resources have them. */
function atTwilio(n: number, members: Members) {
  const made = { conference_sid: sid(n), create_time: MADE };
  const event = { id: 'x', type: 'x' };
  return {
    conference: toConferenceResource(
      { event: { ...event, data: conferenceData({ ...made, ...members }) } },
      'https://x',
    ),
    participants: [1, 2].map((each) =>
      toParticipantResource(
        {
          event: {
            ...event,
            data: participantData({
              conference_sid: sid(n),
              participant_sid: participant(each),
              label: `agent ${each}`,
            }),
          },
        },
        'https://x',
      ),
    ),
  };
}

const run = (...words: string[]) =>
  runCli(
    [
      'backfill',
      '--conferences',
      `--local=${pipeline.ready.port}`,
      ...(words.includes('--dry-run') ? [] : ['--yes']),
      ...words,
    ],
    twilio.environment,
  );
const json = async (...words: string[]) => JSON.parse((await run(...words, '--json')).out);
const rows = async () => (await pipeline.rows(INSIGHTS_TABLE_NAME)).map((row) => JSON.stringify(row)).sort();

it('stores a conference that Twilio has in a better version, and its participants, once', async () => {
  await pipeline.ingest(
    conferenceEvent({}, { conference_sid: sid(1), create_time: MADE }),
    participantEvent({}, { conference_sid: sid(1), participant_sid: participant(1), whisper: 'CA1' }),
  );
  const before = await rows();
  expect(await json(sid(1), '--dry-run')).toMatchObject({ better: 2, stored: 0, participants: 2 });
  expect(await rows()).toEqual(before);

  const { code, out } = await run(sid(1));
  expect({ code, out }).toEqual({ code: 0, out: `${sid(1)}: complete, 2 participants, 2 rows stored\n` });
  const after = await pipeline.rows(INSIGHTS_TABLE_NAME);
  const summary = after.find(({ id, part }) => id?.S === sid(1) && part?.S === 'summary');
  expect(summary).toMatchObject({ processing_state: { S: 'complete' }, event_id: { S: `backfill-${sid(1)}` } });
  const second = after.find(({ part }) => part?.S === `participant#${participant(2)}`);
  expect(second).toMatchObject({ label: { S: '[redacted]' }, call_status: { S: 'completed' } });
  // What the stream said of the first is as good, and said more.
  const first = after.find(({ part }) => part?.S === `participant#${participant(1)}`);
  expect(first).toMatchObject({ whisper: { S: 'CA1' } });
  expect(first?.event_id?.S).not.toContain('backfill');

  const stored = await rows();
  expect(await json(sid(1))).toMatchObject({ better: 0, stored: 0, not_better: 1 });
  expect(await rows()).toEqual(stored);
});

it('takes those that were made in a span, and a version of the stream that comes later changes nothing that is better', async () => {
  const answer = await json('--since', '2d');
  expect(answer).toMatchObject({ stored: 4, not_found: 0, refused: 0, not_complete: 1 });
  expect(answer.conferences.map((one: { conference_sid: string }) => one.conference_sid)).toEqual([1, 2, 3].map(sid));
  const stored = (await rows()).filter((row) => row.includes(sid(3)));
  await pipeline.ingest(conferenceEvent({ id: 'EZ9' }, { conference_sid: sid(3), create_time: MADE }));
  expect((await rows()).filter((row) => row.includes(sid(3)))).toEqual(stored);
});

it('keeps what the stream said of a participant, where Twilio’s better version says nothing', async () => {
  const ofStream = {
    conference_sid: sid(4),
    participant_sid: participant(1),
    processing_state: 'in_progress',
    country_code: 'AT',
    events: { hold: [1_795_174_260_000] },
    properties: { enter_muted: true },
  };
  await pipeline.ingest(participantEvent({}, ofStream));
  const {
    conference,
    participants: [shown],
  } = atTwilio(4, { processing_state: 'complete' });
  const nothing = { country_code: null, events: null, call_status: null, properties: { enter_muted: null } };
  const one = { ...shown, processing_state: 'complete', ...nothing };
  twilio.addConferences({ conference, participants: [one] });
  const stored = async () =>
    (await pipeline.rows(INSIGHTS_TABLE_NAME)).find(
      ({ id, part }) => id?.S === sid(4) && part?.S === `participant#${participant(1)}`,
    );
  const kept = {
    processing_state: { S: 'complete' },
    country_code: { S: 'AT' },
    events: { M: { hold: { L: [{ N: '1795174260000' }] } } },
    properties: { M: { enter_muted: { BOOL: true } } },
  };
  expect(await json(sid(4))).toMatchObject({ stored: 2 });
  expect(await stored()).toMatchObject({ ...kept, call_state: { S: 'completed' } });
  // The resource's own name for it comes instead.
  Object.assign(one, { call_status: 'busy' });
  expect(await json(sid(4))).toMatchObject({ stored: 1 });
  expect(await stored()).toMatchObject({ ...kept, call_status: { S: 'busy' } });
  expect(await stored()).not.toHaveProperty('call_state');
  expect(await json(sid(4))).toMatchObject({ better: 0, stored: 0 });
});

it('says what is wrong with what it is told, and what Twilio does not have', async () => {
  expect(await run(sid(9))).toMatchObject({
    code: 1,
    notes: [expect.stringContaining(`${sid(9)}: Twilio has no such conference`)],
  });
  for (const [words, message] of [
    [[], 'say which conferences: backfill --conferences CF…'],
    [[`CA${'1'.repeat(32)}`], 'is no SID of a conference'],
    [['--summaries', sid(1)], '--summaries, --metrics and --conferences: say one of them'],
    [['--file', 'x.csv', sid(1)], '--conferences takes no --file'],
  ] as const) {
    const { code, notes } = await run(...words);
    expect({ code, said: notes.join() }).toEqual({ code: 2, said: expect.stringContaining(message) });
  }
});
