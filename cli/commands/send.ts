import type { Command } from 'commander';
import { addTargetOptions, fileName } from '../options.ts';

export function addSend(program: Command): void {
  addTargetOptions(program.command('send'))
    .argument('<file>', 'JSON or JSON Lines, one event or a list of events each; - is standard input', fileName)
    .action(async (file, options) => (await import('../send-events.ts')).send(file, options));
}
