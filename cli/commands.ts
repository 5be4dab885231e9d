import type { Command } from 'commander';

/** A file of commands: what each is for, and how to load what it does. */
export interface CommandFile {
  /** By the commands' names. */
  descriptions: Readonly<Record<string, string>>;
  load(): Promise<(program: Command) => void>;
}

/** Commands by what they are for, in the order of the help. */
export const COMMAND_GROUPS: Readonly<Record<string, readonly CommandFile[]>> = {
  'Ask:': [
    {
      descriptions: { why: 'say in words how a call went, why it ended, and where to look next' },
      load: async () => (await import('./commands/why.ts')).addWhy,
    },
    {
      descriptions: { calls: 'list calls by number, client, outcome or quality, newest first, or count them' },
      load: async () => (await import('./commands/calls.ts')).addCalls,
    },
    {
      descriptions: { errors: 'list errors of one call, or of all calls, newest first' },
      load: async () => (await import('./commands/errors.ts')).addErrors,
    },
    {
      descriptions: { call: 'show the summary of one call and every event of it, in order of time' },
      load: async () => (await import('./commands/call.ts')).addCall,
    },
    {
      descriptions: { conferences: 'list conferences by status, tag or trouble, newest first' },
      load: async () => (await import('./commands/conferences.ts')).addConferences,
    },
    {
      descriptions: { conference: 'say what one conference was: how long, who ended it, and who was in it' },
      load: async () => (await import('./commands/conference.ts')).addConference,
    },
    {
      descriptions: { annotate: 'show or say what people think of a call: score, issues, a comment, a ticket' },
      load: async () => (await import('./commands/annotate.ts')).addAnnotate,
    },
    {
      descriptions: { ask: 'put one of the known questions to the archive: carriers, versions, countries, costs' },
      load: async () => (await import('./commands/ask.ts')).addAsk,
    },
    {
      descriptions: { sql: 'put a question of your own to the archive, in SQL' },
      load: async () => (await import('./commands/sql.ts')).addSql,
    },
    {
      descriptions: {
        tail: 'print events as they arrive on the stream, one a line',
      },
      load: async () => (await import('./commands/tail.ts')).addTail,
    },
  ],
  'Connect:': [
    {
      descriptions: { attach: 'make Twilio send call events and summaries to the stream, or repair what differs' },
      load: async () => (await import('./commands/attach.ts')).addAttach,
    },
    {
      descriptions: { detach: 'delete the subscription and the sink at Twilio' },
      load: async () => (await import('./commands/detach.ts')).addDetach,
    },
  ],
  'Operate:': [
    {
      descriptions: {
        status: 'show on one screen whether events arrive; exit code 0 only when all is well',
        doctor: 'run every check of AWS and Twilio, and say how to cure a failure; exit code 0 only when all is well',
      },
      load: async () => (await import('./commands/doctor.ts')).addDoctor,
    },
    {
      descriptions: {
        backfill: 'store events or summaries that Twilio still has and the tables lack, up to 30 days back',
      },
      load: async () => (await import('./commands/backfill.ts')).addBackfill,
    },
    {
      descriptions: {
        archive: 'look at the archive, copy days of it, fill it, restore rows from it, or trim the tables',
      },
      load: async () => (await import('./commands/archive.ts')).addArchive,
    },
    {
      descriptions: { audit: 'put numbered events on the stream, account for each one, then delete their rows' },
      load: async () => (await import('./commands/audit.ts')).addAudit,
    },
    {
      descriptions: { quarantine: 'look at records that could not become rows' },
      load: async () => (await import('./commands/quarantine.ts')).addQuarantine,
    },
    {
      descriptions: {
        redrive: 'send quarantined records, unsupported events and abandoned batches through ingest again',
      },
      load: async () => (await import('./commands/redrive.ts')).addRedrive,
    },
    {
      descriptions: {
        forget:
          'delete all rows of a call, a conference or a number, and every record in the holding bucket that names it',
      },
      load: async () => (await import('./commands/forget.ts')).addForget,
    },
  ],
  'Try:': [
    {
      descriptions: { start: 'run the whole pipeline on this machine, with sample calls; needs no account' },
      load: async () => (await import('./commands/start.ts')).addStart,
    },
    {
      descriptions: { send: 'put events on the stream, as Twilio would' },
      load: async () => (await import('./commands/send.ts')).addSend,
    },
  ],
};

/** Every command. Only what is asked for is loaded: the clients of AWS take half a second. */
export const COMMAND_FILES: readonly CommandFile[] = Object.values(COMMAND_GROUPS).flat();
