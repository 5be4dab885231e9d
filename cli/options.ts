import { type Command, InvalidArgumentError, Option } from 'commander';
import { isMediaEdge, MEDIA_EDGES, type MediaEdge } from '../families/call-event/media-edge.ts';
import { KNOWN_VERSIONS, subscribableTypes, TYPES_IN_WORDS } from '../operations/attach/event-types.ts';
import { callSidRemark, callSidsMeant, MAX_CALL_SID_BYTES, SID_EXAMPLE } from '../shared/call-sid.ts';
import { EXTERNAL_ID, EXTERNAL_ID_IN_WORDS } from '../shared/external-id.ts';
import { isLevel, LEVELS, type Level, normaliseLevel } from '../shared/level.ts';
import { accountSidOf, sidOf } from '../shared/sid.ts';
import { DEFAULT_STACK } from '../shared/stack-name.ts';
import { WHERE } from './help.ts';
import { listOption } from './strict-options.ts';

/** Of a local pipeline, where nobody says another. */
export const DEFAULT_PORT = 3000;

/**
 * Options of every command that reads or writes: how to answer, and where to look.
 * @param onlyAws the command looks at a deployed stack only, and refuses `--local` itself: its help does not offer it
 * @param isStream it answers as long as it runs
 */
export function addTargetOptions(command: Command, { onlyAws = false, isStream = false } = {}): Command {
  command.option('--json', isStream ? 'print one JSON document a line, one for each event' : 'print one JSON document');
  const local = new Option(
    '--local [port]',
    `ask the local pipeline on this port instead of AWS; --local alone means port ${DEFAULT_PORT}`,
  );
  const options = [
    local.argParser(port).hideHelp(onlyAws),
    new Option('--stack <name>', 'name of the deployed stack').default(DEFAULT_STACK),
    new Option('--region <region>', 'AWS region (default: from the AWS configuration)'),
    new Option('--profile <profile>', 'AWS profile (default: from the AWS configuration)'),
  ];
  for (const option of options) command.addOption(option.helpGroup(WHERE));
  return command;
}

/** Options of every command that asks Twilio for what it has set up there. */
export function addTwilioOptions(command: Command): Command {
  return command.option('--account <sid>', 'act for this subaccount of TWILIO_ACCOUNT_SID', accountSid);
}

/** The argument of a command about one call, or about all of them where it may be left out. */
export function addCallArgument(command: Command, { isOptional = false } = {}): Command {
  return isOptional
    ? command.argument('[sid]', 'SID of a call, or a link to it (default: all calls)', saidCall)
    : command.argument('<sid>', 'SID of the call, or a link to it', saidCall);
}

/** `--edge` of every command that has it. */
export function edgeOption(): Option {
  return new Option('--edge <edge>', `only events of this edge: ${MEDIA_EDGES.join(', ')}`).argParser(mediaEdge);
}

/** Commander takes the next word for the value of an optional one: `--local CA…` would lose the SID. */
export function spellOutLocal(words: readonly string[]): string[] {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  return words.flatMap((word, index) => {
    if (word !== '--local' || index > end) return [word];
    return /^\d+$/.test(words[index + 1] ?? '') ? [word] : [`--local=${DEFAULT_PORT}`];
  });
}

/** What somebody said of a call: its SID, or a text that has it in it. `callMeant` says which call that is. */
export function saidCall(text: string): string {
  if (callSidsMeant(text).length > 0) return text;
  throw new InvalidArgumentError(
    `Expected a call SID, such as ${SID_EXAMPLE}, of at most ${MAX_CALL_SID_BYTES} bytes.`,
  );
}

/** Further calls among the arguments of a command: one, or a list of SIDs with commas, as a table has them. */
export function saidCalls(text: string, before: readonly string[] = []): string[] {
  const parts = text.split(',').filter((part) => part.trim() !== '');
  const isList =
    parts.length > 1 && parts.every((part) => callSidRemark(callSidsMeant(part).at(-1) ?? '') === undefined);
  return [...before, ...(isList ? parts : [text]).map(saidCall)];
}

/** `--level` of every command that has it: several, in any case. */
export function levelOption(description: string): Option {
  return listOption('--level <level>', `${description}, or of several with commas: ${LEVELS.join(', ')}`, level);
}

export function level(text: string): Level {
  const known = normaliseLevel(text);
  if (known !== 'UNKNOWN' || isLevel(text.toUpperCase())) return known;
  throw new InvalidArgumentError(`Allowed: ${LEVELS.join(', ')}.`);
}

export function mediaEdge(text: string): MediaEdge {
  const edge = text.trim().toLowerCase();
  if (isMediaEdge(edge)) return edge;
  throw new InvalidArgumentError(`Allowed: ${MEDIA_EDGES.join(', ')}.`);
}

export function limit(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 1 on.');
}

/** @param text `sdk`, `gateway`, `summaries`, or the whole name of one, in any case */
export function eventTypes(text: string): readonly string[] {
  const types = subscribableTypes(text);
  if (types.length > 0) return types;
  throw new InvalidArgumentError(`Allowed: ${TYPES_IN_WORDS}, or several with commas. Others never become rows.`);
}

export function schemaVersion(text: string): number {
  if (KNOWN_VERSIONS.includes(Number(text))) return Number(text);
  throw new InvalidArgumentError(`Known: ${KNOWN_VERSIONS.join(', ')}.`);
}

/** As people paste it: in quotes, with blanks around it, in any case. */
export function sinkSid(text: string): string {
  const sid = sidOf('DG', text);
  if (sid !== undefined) return sid;
  throw new InvalidArgumentError('A sink SID is DG and 32 hexadecimal digits.');
}

export function externalId(text: string): string {
  if (EXTERNAL_ID.test(text)) return text;
  throw new InvalidArgumentError(`Expected ${EXTERNAL_ID_IN_WORDS}.`);
}

export function fileName(text: string): string {
  if (text.trim() !== '' && !text.includes('\0')) return text;
  throw new InvalidArgumentError('Expected the name of a file.');
}

/** Up to four minutes: what the stream is read with is void after five. */
export function seconds(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 240) return Number(text);
  throw new InvalidArgumentError('Expected seconds from 1 to 240.');
}

/** The SID of a subaccount to act for, as people paste it: in quotes, with blanks around it, in any case. */
export function accountSid(text: string): string {
  const sid = accountSidOf(text);
  if (sid !== undefined) return sid;
  throw new InvalidArgumentError('An account SID is AC and 32 hexadecimal digits.');
}

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('Expected a port.');
}
