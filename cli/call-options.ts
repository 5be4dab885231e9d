import { type Command, InvalidArgumentError, Option } from 'commander';
import { CALL_STATES, type CallState, oneOf } from '../families/call-summary/enumerations.ts';
import type { CallQuery } from '../lambda/read/call-query.ts';
import { withoutQuotes } from '../shared/call-sid.ts';
import { CALL_PATHS, type CallPath, pathSaid } from './call-groups.ts';
import { partySpellings } from './party-spellings.ts';
import { listOption } from './strict-options.ts';

/** Which calls a command was asked for. */
export interface CallFilterOptions {
  /** What the table can have of it: a number may be without its `+`. */
  number?: string[][];
  client?: string[];
  tag?: string[];
  state?: CallState[];
  sip?: string[];
  country?: string[];
  carrier?: string[][];
  disconnectedBy?: string[];
  maxMos?: number;
  minDuration?: number;
}

/** As Twilio's Calls resource and people write states. */
const OTHER_WORDS: Readonly<Record<string, CallState>> = {
  failed: 'fail',
  cancelled: 'canceled',
  'no answer': 'noanswer',
};

/** Who can have sent the SIP BYE. */
const SIDES = ['caller', 'callee'] as const;

const SECONDS_OF = { s: 1, m: 60, h: 3_600 } as const;

/** Options of a command that lists calls: whom, how it ended and how it was. */
export function addCallFilters(command: Command): Command {
  return command
    .addOption(
      listOption('--number <number>', 'only calls from or to this phone number or SIP address', number).conflicts(
        'client',
      ),
    )
    .addOption(listOption('--client <name>', 'only calls from or to this client of the Voice SDK', client))
    .addOption(listOption('--state <state>', `only calls that ended so: ${CALL_STATES.join(', ')}`, state))
    .addOption(listOption('--sip <code>', 'only calls with this last SIP response, such as 486 or 5xx', sipCode))
    .addOption(listOption('--disconnected-by <side>', `only calls that this side hung up: ${SIDES.join(', ')}`, side))
    .addOption(listOption('--tag <tag>', 'only calls that Twilio tagged so, such as high_jitter or silence', tag))
    .option('--max-mos <mos>', 'only calls with this MOS or a worse one, 1 to 5; only the Voice SDK measures it', mos)
    .option('--min-duration <time>', 'only calls of at least this length, such as 30, 30s or 5m', duration)
    .addOption(listOption('--country <code>', 'only calls from or to this country, such as US', country))
    .addOption(
      new Option('--carrier <name>', 'only calls from or to this carrier, by its whole name').argParser(carrier),
    );
}

/** `--by` of a command that counts calls. */
export function byOption(): Option {
  return new Option(
    '--by <path>',
    'count calls by a path, such as state or to.carrier, and show the share of each value',
  ).argParser(callPath);
}

/** What is asked of the table. */
export function callQuery(options: CallFilterOptions): CallQuery {
  const { number: numbers, client: clients, carrier: carriers } = options;
  return {
    parties: numbers?.flat() ?? clients,
    tags: options.tag,
    states: options.state,
    sipCodes: options.sip,
    countries: options.country,
    carriers: carriers?.flat(),
    hungUpBy: options.disconnectedBy,
    maxMos: options.maxMos,
    minDuration: options.minDuration,
  };
}

function number(text: string): string[] {
  const spellings = partySpellings(text);
  if (spellings !== undefined) return spellings;
  throw new InvalidArgumentError(
    'Expected a phone number such as +15550100, or a SIP address such as sip:alice@example.com.',
  );
}

function client(text: string): string {
  const name = withoutQuotes(text);
  if (name === '' || name === 'client:')
    throw new InvalidArgumentError('Expected the name of a client, such as alice.');
  return name.startsWith('client:') ? name : `client:${name}`;
}

function state(text: string): CallState {
  const known = oneOf(CALL_STATES, OTHER_WORDS[text.toLowerCase()] ?? text);
  if (known !== undefined) return known;
  throw new InvalidArgumentError(`Allowed: ${CALL_STATES.join(', ')}.`);
}

function side(text: string): string {
  const known = oneOf(SIDES, withoutQuotes(text));
  if (known !== undefined) return known;
  throw new InvalidArgumentError(`Allowed: ${SIDES.join(', ')}.`);
}

function sipCode(text: string): string {
  if (/^[1-6](?:\d\d|xx)$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError('Expected a SIP response such as 486, or a class of them such as 4xx.');
}

function country(text: string): string {
  if (/^[a-z]{2}$/i.test(text)) return text.toUpperCase();
  throw new InvalidArgumentError('Expected a country by two letters, such as US.');
}

function tag(text: string): string {
  return word(text).replaceAll('-', '_');
}

function word(text: string): string {
  const said = withoutQuotes(text).toLowerCase();
  if (/^[\w-]+$/.test(said)) return said;
  throw new InvalidArgumentError('Expected a word.');
}

/** A carrier's name can have a comma in it: it is the whole text, or one of several. */
function carrier(text: string): string[][] {
  const whole = withoutQuotes(text);
  const parts = whole.split(',').map((part) => part.trim());
  if (parts.every((part) => part === '')) throw new InvalidArgumentError('Expected the name of a carrier.');
  return [[whole, ...parts.filter((part) => part !== '')]];
}

function mos(text: string): number {
  const score = Number(text);
  if (/^\d(?:\.\d+)?$/.test(text) && score >= 1 && score <= 5) return score;
  throw new InvalidArgumentError('Expected a score from 1 to 5, such as 3.5.');
}

function duration(text: string): number {
  const [, count = '', unit = 's'] = /^(\d{1,7})([smh])?$/i.exec(text) ?? [];
  if (count !== '') return Number(count) * SECONDS_OF[unit.toLowerCase() as keyof typeof SECONDS_OF];
  throw new InvalidArgumentError('Expected seconds, or a time such as 30s, 5m or 1h.');
}

function callPath(text: string): CallPath {
  const path = pathSaid(text);
  if (path !== undefined) return path;
  throw new InvalidArgumentError(`Allowed: ${CALL_PATHS.join(', ')}.`);
}
