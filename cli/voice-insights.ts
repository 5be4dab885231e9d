import { Command, CommanderError } from 'commander';
import { addAttach } from './commands/attach.ts';
import { addAudit } from './commands/audit.ts';
import { addBackfill } from './commands/backfill.ts';
import { addCall } from './commands/call.ts';
import { addDetach } from './commands/detach.ts';
import { addDoctor } from './commands/doctor.ts';
import { addErrors } from './commands/errors.ts';
import { addForget } from './commands/forget.ts';
import { addQuarantine } from './commands/quarantine.ts';
import { addRedrive } from './commands/redrive.ts';
import { addSend } from './commands/send.ts';
import { addTail } from './commands/tail.ts';
import { spellOutLocal } from './options.ts';
import { note } from './output.ts';
import { explain, UsageProblem } from './problem.ts';

const TROUBLE = 1;
const WRONG_USAGE = 2;

const program = new Command('voice-insights')
  .description('Ask what went wrong on your Twilio calls, and look after the pipeline that knows.')
  .exitOverride();

addAttach(program);
addDetach(program);
addErrors(program);
addCall(program);
addSend(program);
addTail(program);
addDoctor(program);
addBackfill(program);
addAudit(program);
addQuarantine(program);
addRedrive(program);
addForget(program);

function exitCode(error: unknown): number {
  // Commander has said it already, help and version among it.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
  note(explain(error));
  return error instanceof UsageProblem ? WRONG_USAGE : TROUBLE;
}

// A reader that has seen enough, such as `head`, closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : TROUBLE));

try {
  await program.parseAsync(spellOutLocal(process.argv.slice(2)), { from: 'user' });
} catch (error) {
  process.exitCode = exitCode(error);
}
