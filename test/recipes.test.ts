import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CALL_SID, cloudEvent, eventId } from '../samples/builders.ts';
import { type AnnouncedPipeline, announcePipeline } from './cli/announced-pipeline.ts';
import { runCli } from './cli/run-cli.ts';
import { summaryEvent } from './cli/summary-events.ts';
import { examples } from './examples.ts';
import { BAD_AUDIO } from './families/call-summary/in-words/summaries.ts';

const metadata = { client_name: 'desk-7', country_code: 'AT' };
const OTHER_SID = `CA${'7'.repeat(32)}`;
const HAS_JQ = spawnSync('jq', ['--version']).status === 0;

let pipeline: AnnouncedPipeline;
beforeAll(async () => {
  pipeline = await announcePipeline();
  const timestamp = new Date(Date.now() - 60_000).toISOString();
  const event = (number: number, data: Record<string, unknown>) =>
    cloudEvent({ id: eventId(number) }, { timestamp, ...data });
  await pipeline.ingest(
    event(1, { level: 'ERROR', name: 'error', sdk_edge: { metadata, error: { code: 31_005, message: 'Gone' } } }),
    event(2, { level: 'INFO', name: 'accepted' }),
    event(3, { level: 'WARNING', group: 'audio-level-warning-raised', name: 'constant-audio-input-level' }),
    event(4, { level: 'WARNING', group: 'network-quality-warning-raised', name: 'high-jitter' }),
    summaryEvent(CALL_SID, Date.now() - 60_000, {
      ...BAD_AUDIO,
      to: { callee: 'client:alice', carrier: 'Example Mobile' },
    }),
    summaryEvent(OTHER_SID, Date.now() - 60_000, { call_state: 'fail', properties: { last_sip_response_num: 503 } }),
  );
});
afterAll(() => pipeline.stop());

/** Commands of a section that ask the pipeline and end, without asking Twilio too. */
function questions(page: string, section: string): string[] {
  const lines = examples(page, section, 'sh').join('').split('\n');
  return lines.filter((line) => /voice-insights (?:errors|calls?|why) /.test(line) && !line.includes('--legs'));
}

/** What such a command prints; through its pipe too, on a machine that has `jq`. */
async function answerOf(command: string): Promise<string> {
  const [said = '', ...pipe] = command.split(/ \| (?=jq|sort|uniq)/);
  const [, words = ''] = said.split('voice-insights ');
  const options = words.replace(/#.*/, '').replace('CA…', CALL_SID).replace('--local', '').trim();
  const { code, out, notes } = await runCli([...options.split(/\s+/), `--local=${pipeline.ready.port}`]);
  expect({ options, code, notes }).toMatchObject({ code: 0 });
  if (pipe.length === 0 || !HAS_JQ) return out;
  return spawnSync('bash', ['-c', pipe.join(' | ')], { input: out, encoding: 'utf8' }).stdout;
}

it.each([
  ['README.md', 'Try it', [OTHER_SID, 'client:alice', '31005']],
  ['docs/ask.md', 'Which call was it', [OTHER_SID, CALL_SID, '503', '503', 'low_mos']],
  ['docs/ask.md', 'Why did it end', ['The call was completed']],
  ['docs/ask.md', 'The call dropped', ['31005', '31005']],
  ['docs/ask.md', 'One-way audio', ['constant-audio-input-level', CALL_SID]],
  ['docs/ask.md', 'Robotic audio', ['high-jitter', 'high-jitter']],
  ['docs/ask.md', 'Nothing on this call', ['accepted']],
  ['docs/ask.md', 'Calls cannot be made', ['31005', 'high-jitter']],
  ['docs/ask.md', 'Who is affected', ['50.0 %', 'Example Mobile', 'Chrome 143', 'desk-7', '31005', 'AT']],
])(
  '%s: each command under "%s" shows what it is there for',
  async (page, section, shown) => {
    const commands = questions(page, section);
    expect(commands).toHaveLength(shown.length);
    for (const [index, command] of commands.entries()) expect(await answerOf(command)).toContain(shown[index]);
  },
  60_000,
);
