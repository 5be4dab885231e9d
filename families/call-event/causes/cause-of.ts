import type { JsonObject } from '../../../shared/json.ts';
import { type Level, normaliseLevel } from '../../../shared/level.ts';
import { callError, isError } from '../call-error.ts';
import { type MediaEdge, mediaEdge } from '../media-edge.ts';
import { countedText } from './counted-text.ts';

/** What an event tells of why: events of one cause count together. What nobody said is undefined. */
export interface Cause {
  /** `code:31005`, else `name:<group>/<name>`, else `message:` and the message without what differs from call to call. */
  cause: string;
  /** A whole number above zero. https://www.twilio.com/docs/api/errors */
  code?: number;
  group?: string;
  name?: string;
  message?: string;
  level: Level;
  isError: boolean;
  edge?: MediaEdge;
}

const SID = /\b[A-Z]{2}[0-9a-f]{32}\b/gi;
/** Digits, and words of hexadecimal digits that have one: numbers, addresses, identifiers. */
const NUMBER = /\b(?:0x)?[0-9a-f]*\d[0-9a-f]*\b|\d+/gi;

/**
 * The cause of an event, of whatever level.
 * @param event as the read API answers it, or `data` of a stored one; any member may have any type
 */
export function causeOf(event: JsonObject): Cause {
  const level = normaliseLevel(event.level);
  const error = callError(event);
  const [code, message] = [errorCode(error?.code), countedText(error?.message)];
  const [group, name] = [countedText(event.group), countedText(event.name)];
  return {
    cause:
      code !== undefined
        ? `code:${code}`
        : group !== undefined || name !== undefined
          ? `name:${group ?? ''}/${name ?? ''}`
          : `message:${withoutNumbers(message ?? '')}`,
    code,
    group,
    name,
    message,
    level,
    isError: isError(event),
    edge: mediaEdge(event),
  };
}

/** A message as all calls have it: `timeout after 5012 ms` and `timeout after 4977 ms` are one. */
export function withoutNumbers(message: string): string {
  return message.replace(SID, '#').replace(NUMBER, '#').replace(/\s+/g, ' ').trim();
}

function errorCode(code: number | undefined): number | undefined {
  return Number.isSafeInteger(code) && Number(code) > 0 ? code : undefined;
}
