import type { Command } from 'commander';
import { addChangeOptions } from '../confirm.ts';
import { addHelpEnd } from '../help.ts';
import { addTargetOptions, fileName } from '../options.ts';

export function addSend(program: Command): void {
  const command = program
    .command('send')
    .argument(
      '<file>',
      'file of JSON or JSON Lines, one event or a list of events each; - is standard input',
      fileName,
    );
  addChangeOptions(command, 'how many events it would send, and which lines are wrong');
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'send events.jsonl --dry-run': 'whether every line is an event',
      'send events.jsonl --local': 'a file of events, to the pipeline on this machine',
      'send - --yes': 'events from standard input, to the deployed stack',
    },
    notes: ['A local pipeline takes events without a question.'],
  }).action(async (file, options) => (await import('../send-events.ts')).send(file, options));
}
