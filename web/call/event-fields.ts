import type { EventResource } from '../../families/call-event/event-resource.ts';
import { isJsonObject, isPresent } from '../../shared/json.ts';
import { printable, printableStart } from '../../shared/printable.ts';
import { errorLine } from '../error-text.ts';

type Field = readonly [name: string, value: string];

/** Somebody may send an object of thousands of members; all of them are in the JSON. */
const MOST_FIELDS = 80;

/**
 * What an event says, as dotted names and their values: what it is about first, then what is the same on every event of
 * an edge. Members that say nothing are left out, and so is what the address of the page says.
 * @returns the first of them, and how many more there are
 */
export function eventFields(event: EventResource): { fields: Field[]; more: number } {
  const { call_sid: _call, account_sid: _account, ...told } = event;
  const fields = fieldsIn('', told);
  const isCommon = ([name]: Field) => /^\w+\.metadata\./.test(name);
  const ordered = [...fields.filter((field) => !isCommon(field)), ...fields.filter(isCommon)];
  return { fields: ordered.slice(0, MOST_FIELDS), more: Math.max(ordered.length - MOST_FIELDS, 0) };
}

const MOST_IN_LINE = 6;
const SHORT = 160;

/** The most telling part of what an event carries, in one line; '' for nothing. */
export function detailOf(event: EventResource): string {
  const error = errorLine(event);
  if (error !== undefined)
    return printableStart([error.code, error.text || undefined].filter(isPresent).map(printable).join(' '), SHORT);
  const relay = event.conversation_relay_data;
  const {
    metadata: _metadata,
    session_id: _session,
    sequence_number: _number,
    ...told
  } = relay ?? event.sdk_edge ?? {};
  const fields = fieldsIn('', told).slice(0, MOST_IN_LINE);
  return fields.map(([name, value]) => `${name} ${printableStart(value, SHORT)}`).join(', ');
}

function fieldsIn(prefix: string, value: object): Field[] {
  return Object.entries(value).flatMap(([key, member]) => {
    if (!isPresent(member)) return [];
    const name = `${prefix}${printable(key)}`;
    return isJsonObject(member) ? fieldsIn(`${name}.`, member) : [[name, printable(member)] as const];
  });
}
