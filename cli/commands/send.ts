import type { Command } from 'commander';
import { addChangeOptions } from '../confirm.ts';
import { addTargetOptions, fileName } from '../options.ts';

export function addSend(program: Command): void {
  addChangeOptions(
    addTargetOptions(program.command('send')),
    'how many events it would send, and which lines are wrong',
  )
    .argument('<file>', 'JSON or JSON Lines, with one event or a list of events each; - is standard input', fileName)
    .action(async (file, options) => (await import('../send-events.ts')).send(file, options));
}
