import { isJsonObject, isPresent, type JsonObject } from '../../shared/json.ts';
import { normaliseLevel } from '../../shared/level.ts';

/** What an event says went wrong. `code` is one of https://www.twilio.com/docs/api/errors. */
export interface CallError {
  code?: number;
  message?: string;
}

/** The error object an event carries, at any level: the SDK's, else Conversation Relay's. */
export function callError(data: JsonObject): CallError | undefined {
  const sdk = memberOf(data.sdk_edge, 'error');
  if (isPresent(sdk)) return { code: errorCode(memberOf(sdk, 'code')), message: text(memberOf(sdk, 'message')) };
  const relay = memberOf(data.conversation_relay_data, 'error');
  if (!isPresent(relay)) return undefined;
  // Twilio's documentation says `error_message`, its own Node.js client (6.2.0) reads `message`.
  const message = text(memberOf(relay, 'error_message')) ?? text(memberOf(relay, 'message'));
  return { code: errorCode(memberOf(relay, 'error_code')), message };
}

/** The one place that says what an error is: level ERROR, or a level nobody knows on an event that carries an error. */
export function isError(data: JsonObject): boolean {
  const level = normaliseLevel(data.level);
  return level === 'ERROR' || (level === 'UNKNOWN' && callError(data) !== undefined);
}

function memberOf(value: unknown, name: string): unknown {
  return isJsonObject(value) ? value[name] : undefined;
}

function errorCode(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
