/** Environment variables that belong together, and what they are for. */
export interface VariablesHelp {
  names: readonly string[];
  meaning: string;
}

/** Every environment variable that a command reads. */
export const VARIABLES: readonly VariablesHelp[] = [
  { names: ['AWS_PROFILE', 'AWS_REGION'], meaning: 'where the stack is, as for the AWS CLI' },
  {
    names: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
    meaning: 'for attach, detach, status, doctor, backfill and --legs',
  },
  { names: ['TWILIO_API_KEY', 'TWILIO_API_SECRET'], meaning: 'instead of the token' },
  {
    names: ['TWILIO_EVENTS_URL', 'TWILIO_INSIGHTS_URL', 'TWILIO_API_URL', 'TWILIO_MONITOR_URL'],
    meaning: "other hosts than Twilio's",
  },
  { names: ['NO_COLOR', 'FORCE_COLOR'], meaning: 'no colours, or colours also into a pipe' },
];

/** What each exit code means. */
export const EXIT_CODES = { 0: 'done', 1: 'trouble', 2: 'wrong usage' };

/** Command lines worth knowing, each with what it shows. */
export const EXAMPLES = `\
npm run cli -- errors --since 1h           what went wrong lately, on any call
npm run cli -- errors --call CA… --legs    on one call, its parent and its children
npm run cli -- call CA…                    everything that happened on a call
npm run cli -- errors --local              of a pipeline that runs here, by npm start
npm run -s cli -- errors --json | jq       for a program: one JSON document
npm run cli -- errors --help               what else a command can do`;

const MEANINGS_FROM_COLUMN = 45;

/** What the help of the whole program says below the list of commands. */
export const PROGRAM_HELP = `
Examples:
${EXAMPLES.replace(/^/gm, '  ')}

Environment:
${VARIABLES.map(variableLines).join('\n')}

Exit codes: ${Object.entries(EXIT_CODES)
  .map((entry) => entry.join(' '))
  .join(', ')}.`;

/** Two names on a line, and what they are for beside the last. */
function variableLines({ names, meaning }: VariablesHelp): string {
  const pairs = `  ${names.join(', ').replace(/(, \w+), /g, '$1,\n  ')}`;
  return `${pairs.replace(/.*$/, (last) => last.padEnd(MEANINGS_FROM_COLUMN))}${meaning}`;
}
