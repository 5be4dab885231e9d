import { type ErrorInWords, errorCodeInWords } from '../../../shared/error-codes.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { normaliseLevel } from '../../../shared/level.ts';
import { utcTime } from '../../../shared/utc-time.ts';
import { callError, isError } from '../../call-event/call-error.ts';
import { mediaEdge } from '../../call-event/media-edge.ts';
import { objectAt, saidNumber } from '../said.ts';
import { counted, known, listInWords, shortened } from './in-text.ts';
import { isMediaError } from './media-failure.ts';

/** What the events of a call add to its summary. */
export interface EventFindings {
  events: number;
  errors: number;
  /** The first error in the order of time. */
  first?: FirstError;
  /** One that came within a second of the end of the call, as the edges tell that. */
  atEnd?: FirstError;
  /** The device lost its connection to Twilio, or never had it. */
  hasConnectionError?: boolean;
  /** The media of the device was connected once, whatever came later. */
  wasConnected?: boolean;
  /** The event with which somebody or something took the call. */
  answered?: Step;
  /** The event with which it ended; of several edges, that of the one which tells who ended it. */
  ended?: Step;
  /** Titles of warnings, see `titleOf`, with the code of an error that they carry, each with its count, the most frequent first. */
  warnings: readonly (readonly [name: string, count: number])[];
  /** Of the person who talked, the last one that was given. */
  feedback?: { score?: number; reason?: string; position: number };
}

/** An event of the group `connection`, and its position among those that were added. */
export interface Step {
  name: string;
  position: number;
}

/** An error as a reader knows it again in the list of events. */
export interface FirstError {
  code?: number;
  /** What is known of the code; absent of one that is in no list. */
  words?: ErrorInWords;
  message?: string;
  /** Of the event, see `titleOf`. */
  title?: string;
  edge?: string;
  /** Of its event among those that were added. */
  position: number;
}

/** More names than that are no warnings of an SDK; further ones are counted together. */
const MAX_NAMES = 50;
const MAX_TOLD = 4;
const OTHERS = 'others';
/** Of a media error after the media was connected: no firewall kept it away. */
const LOST = 'The device lost its media connection: mostly its network was lost or changed.';

/** As the connection group of an edge tells that the call is over, and that it was taken. */
const END = /^(?:(?:disconnected|rejected|ignored)-by-|cancell?ed$|completed$)/;
const ANSWER = /^(?:accepted-by-|connected$|answered$)/;
const NEAR_MS = 1_000;

/** No events at all. */
export const NO_FINDINGS: EventFindings = { events: 0, errors: 0, warnings: [] };

/** Takes the events of a call one by one, in the order of time, and keeps what a reader wants to know of all. */
export function createEventFindings() {
  const warnings = new Map<string, number>();
  let [events, errors] = [0, 0];
  let first: FirstError | undefined;
  let last: { error: FirstError; atMs: number } | undefined;
  // By edge, whose clocks may be apart.
  const ends = new Map<string | undefined, number>();
  let [hasConnectionError, wasConnected] = [false, false];
  let [answered, ended]: Step[] = [];
  let feedback: EventFindings['feedback'];
  return {
    /** @param data of a call event, or one of Twilio's resource */
    add(data: JsonObject): void {
      const position = events;
      events += 1;
      const atMs = Date.parse(utcTime(data.timestamp) ?? '');
      const name = data.group === 'connection' ? (known(data.name) ?? '') : '';
      if (isEnd(name)) {
        ends.set(mediaEdge(data), atMs);
        if (name !== 'completed' || ended === undefined) ended = { name, position };
      }
      if (isAnswer(name)) answered ??= { name, position };
      wasConnected ||= data.group === 'ice-connection-state' && data.name === 'connected';
      if (isError(data)) {
        errors += 1;
        const error = errorOf(data, position);
        first ??= error;
        if (callError(data) !== undefined) last = { error, atMs };
        hasConnectionError ||= data.group === 'connection' && error.edge === 'sdk_edge';
      } else if (normaliseLevel(data.level) === 'WARNING') {
        const title = warningTitle(data);
        const counts = warnings.has(title) || warnings.size < MAX_NAMES ? title : OTHERS;
        warnings.set(counts, (warnings.get(counts) ?? 0) + 1);
      }
      feedback = feedbackOf(data, position) ?? feedback;
    },
    found(): EventFindings {
      const most = [...warnings].toSorted(([, one], [, other]) => other - one);
      const lastMs = last?.atMs ?? Number.NaN;
      const isAtEnd = [...ends.values()].some((endMs) => Math.abs(lastMs - endMs) <= NEAR_MS);
      return {
        events,
        errors,
        warnings: most,
        ...(first && { first }),
        ...(isAtEnd && { atEnd: last?.error }),
        ...(hasConnectionError && { hasConnectionError }),
        ...(wasConnected && { wasConnected }),
        ...(answered && { answered }),
        ...(ended && { ended }),
        ...(feedback && { feedback }),
      };
    },
  };
}

/** Whether a name of the group `connection` says that the call is over. */
export function isEnd(name: string): boolean {
  return END.test(name);
}

/** Whether a name of the group `connection` says that the call was taken. */
export function isAnswer(name: string): boolean {
  return ANSWER.test(name);
}

/** The first error and how many there are, as sentences; undefined where there are none. */
export function errorsInWords(findings: EventFindings): string | undefined {
  const { errors, first } = findings;
  if (first === undefined) return undefined;
  const where = first.edge === undefined ? '' : ` on ${first.edge}`;
  const begin = errors === 1 ? `An error came${where}` : `${errors} errors came, the first${where}`;
  const says = errorInWords(first, findings);
  return says === '' ? `${begin}.` : `${begin}: ${says}`;
}

/** `53405, Media connection failed. …`: sentences; empty where nothing is known of the error. */
export function errorInWords(
  { code, words, message, title }: FirstError,
  findings: Pick<EventFindings, 'wasConnected'>,
): string {
  if (code !== undefined && words !== undefined) {
    return `${code}, ${sentence(words.title)} ${errorCauseInWords(code, findings)}`;
  }
  const says = [code, message ?? title].filter((part) => part !== undefined).join(', ');
  return says === '' ? '' : sentence(says);
}

/** Why an error of a code mostly comes, as sentences, by what else is known of the call; undefined where nothing is known of it. */
export function errorCauseInWords(
  code: number,
  { wasConnected = false }: Pick<EventFindings, 'wasConnected'>,
): string | undefined {
  const words = errorCodeInWords(code);
  if (words === undefined) return undefined;
  return wasConnected && isMediaError(code) ? LOST : sentence(words.cause);
}

/** `There were 3 warnings: high-rtt (2) and low-mos.` */
export function warningsInWords({ warnings }: EventFindings): string | undefined {
  if (warnings.length === 0) return undefined;
  const total = warnings.reduce((sum, [, count]) => sum + count, 0);
  const told = warnings.slice(0, MAX_TOLD).map(([name, count]) => (count === 1 ? name : `${name} (${count})`));
  const rest = warnings.length - told.length;
  const names = listInWords(rest > 0 ? [...told, `${rest} other names`] : told);
  return `There ${total === 1 ? 'was' : 'were'} ${counted(total, 'warning')}: ${names}.`;
}

/** `The person who talked gave it 2 of 5: one-way-audio.` */
export function feedbackInWords({ feedback }: EventFindings): string | undefined {
  if (feedback === undefined) return undefined;
  const { score, reason } = feedback;
  if (score === undefined) return `The person who talked reported: ${reason}.`;
  return `The person who talked gave it ${score} of 5${reason === undefined ? '' : `: ${reason}`}.`;
}

function errorOf(data: JsonObject, position: number): FirstError {
  const { code, message } = callError(data) ?? {};
  const [words, title, edge] = [
    code === undefined ? undefined : errorCodeInWords(code),
    titleOf(data),
    mediaEdge(data),
  ];
  return {
    position,
    ...(code !== undefined && { code }),
    ...(words !== undefined && { words }),
    ...(message !== undefined && { message: shortened(message) }),
    ...(title !== undefined && { title }),
    ...(edge !== undefined && edge !== 'unknown_edge' && { edge }),
  };
}

function warningTitle(data: JsonObject): string {
  const code = callError(data)?.code;
  return [titleOf(data) ?? 'without a name', code].filter((part) => part !== undefined).join(' ');
}

/** `high-rtt`, `connection/error`: a group that says no more than that it is a warning is left out. */
function titleOf({ group, name }: JsonObject): string | undefined {
  const [ofGroup, ofEvent] = [known(group), known(name)];
  if (ofGroup === undefined || /warning-raised$/.test(ofGroup)) return ofEvent ?? ofGroup;
  return ofEvent === undefined ? ofGroup : `${ofGroup}/${ofEvent}`;
}

function feedbackOf(data: JsonObject, position: number): EventFindings['feedback'] {
  const feedback = objectAt(data, 'sdk_edge', 'feedback');
  const [score, reason] = [saidNumber(feedback.score), known(feedback.reason)];
  const isScore = score !== undefined && score <= 5;
  if (!isScore && reason === undefined) return undefined;
  return { position, ...(isScore && { score }), ...(reason !== undefined && { reason }) };
}

function sentence(text: string): string {
  return /[.?!…]$/.test(text) ? text : `${text}.`;
}
