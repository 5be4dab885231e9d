import type { HelpEnd, Meanings } from './help.ts';

/** Every environment variable that a command reads: those that belong together, and what they are for. */
export const VARIABLES: Meanings = {
  'AWS_PROFILE, AWS_REGION': 'where the stack is, as for the AWS CLI',
  'TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN':
    'credentials for attach, detach, status, doctor, backfill, annotate --push and --legs',
  'TWILIO_API_KEY, TWILIO_API_SECRET': 'an API key instead of the auth token',
  'TWILIO_EVENTS_URL, TWILIO_INSIGHTS_URL, TWILIO_API_URL, TWILIO_MONITOR_URL':
    "other addresses for Twilio's four APIs",
  'NO_COLOR, FORCE_COLOR': 'no colours, or colours into a pipe too',
  COLUMNS: 'width of a help that goes into a pipe (default: 80)',
};

/** What each exit code means. */
export const EXIT_CODES = { 0: 'done', 1: 'trouble', 2: 'wrong usage' };

/** What the help of the whole program says below the list of commands. */
export const PROGRAM_HELP_END: HelpEnd = {
  examples: {
    'calls --number +15550100': 'which calls a number had, newest first',
    'why CA…': 'how a call went, why it ended, and where to look next',
    'errors --since 1h': 'what went wrong in the last hour, on any call',
    'call CA… --legs': 'everything that happened on a call, its parent and its children',
    'calls --local': 'the calls on the pipeline of this machine',
    'calls --json | jq': 'one JSON document, for a program',
    'why --help': 'more about one command',
  },
  lists: { 'Environment variables': VARIABLES },
  notes: [
    `Exit codes: ${Object.entries(EXIT_CODES)
      .map((entry) => entry.join(' '))
      .join(', ')}.`,
  ],
};
