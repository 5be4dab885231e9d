import type { Command } from 'commander';

/** A file of commands: what each is for, and how to load what it does. */
export interface CommandFile {
  /** By the commands' names. */
  descriptions: Readonly<Record<string, string>>;
  load(): Promise<(program: Command) => void>;
}

/** Every command, in the order of the help. Only what is asked for is loaded: the clients of AWS take half a second. */
export const COMMAND_FILES: readonly CommandFile[] = [
  {
    descriptions: { attach: 'make Twilio send call events to the stream; run again it repairs what differs' },
    load: async () => (await import('./commands/attach.ts')).addAttach,
  },
  {
    descriptions: { detach: 'delete subscription and sink at Twilio; asks first' },
    load: async () => (await import('./commands/detach.ts')).addDetach,
  },
  {
    descriptions: { errors: 'what went wrong: on one call, or across calls, newest first' },
    load: async () => (await import('./commands/errors.ts')).addErrors,
  },
  {
    descriptions: { call: 'everything that happened on one call, in order' },
    load: async () => (await import('./commands/call.ts')).addCall,
  },
  {
    descriptions: { send: 'put events on the stream, as Twilio would' },
    load: async () => (await import('./commands/send.ts')).addSend,
  },
  {
    descriptions: {
      tail: 'events as they come onto the stream, one a line, until Ctrl-C; --json prints one document a line',
    },
    load: async () => (await import('./commands/tail.ts')).addTail,
  },
  {
    descriptions: {
      status: 'whether events arrive, on one screen; exit code 0 only when all is well',
      doctor: 'every check of AWS and of Twilio, and what to do where one fails; exit code 0 only when all is well',
    },
    load: async () => (await import('./commands/doctor.ts')).addDoctor,
  },
  {
    descriptions: { backfill: 'store what Twilio still has of calls, up to 30 days back, and the table lacks' },
    load: async () => (await import('./commands/backfill.ts')).addBackfill,
  },
  {
    descriptions: { audit: 'put numbered events on the stream and account for every one; then delete their rows' },
    load: async () => (await import('./commands/audit.ts')).addAudit,
  },
  {
    descriptions: { quarantine: 'records that could not become events, and why' },
    load: async () => (await import('./commands/quarantine.ts')).addQuarantine,
  },
  {
    descriptions: {
      redrive:
        'what is set aside, through ingest once more, where it may be read by now; by default says what would pass',
    },
    load: async () => (await import('./commands/redrive.ts')).addRedrive,
  },
  {
    descriptions: {
      forget:
        'delete the rows of a call and every record set aside that names it; without --execute says what would go',
    },
    load: async () => (await import('./commands/forget.ts')).addForget,
  },
  {
    descriptions: { start: 'run the whole pipeline on this machine, with sample calls; no account needed' },
    load: async () => (await import('./commands/start.ts')).addStart,
  },
];
