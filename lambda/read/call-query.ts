import type { CallEntry } from '../../families/call-summary/call-entry.ts';
import type { AnsweredBy, CallDirection, CallState, CallType } from '../../families/call-summary/enumerations.ts';
import { said, saidNumber, saidTexts } from '../../families/call-summary/said.ts';
import { REDACTED } from '../../shared/redacted.ts';
import { anyOf } from './any-of.ts';
import type { TimeSpan } from './key-condition.ts';

/** How far the summary of a call is: `started` is of a call that goes on. */
export const PROCESSING = ['completed', 'started', 'partial', 'all'] as const;
export type Processing = (typeof PROCESSING)[number];

/** What Twilio says of a call's trust or annotation, by the names that facets have. */
type Said = Readonly<Record<string, readonly string[]>>;
type Flags = Readonly<Record<string, boolean>>;

/**
 * Which calls are asked for. What is left out demands nothing, and a list is for any of its values. The span of time is
 * that of their starts, both ends included.
 */
export interface CallQuery extends TimeSpan {
  /** Of these accounts alone. A call that says no account is of none of them. */
  accounts?: readonly string[];
  accountSids?: readonly string[];
  /** Numbers, `client:name` or SIP URIs, as the table has them, on either side of the call. */
  parties?: readonly string[];
  callers?: readonly string[];
  callees?: readonly string[];
  /** In any case, as carriers and whatever else people wrote. */
  fromCarriers?: readonly string[];
  toCarriers?: readonly string[];
  /** ISO 3166 alpha-2, in any case. */
  fromCountries?: readonly string[];
  toCountries?: readonly string[];
  /** Of either side. */
  countries?: readonly string[];
  carriers?: readonly string[];
  /** SIDs of the calls that made them. */
  parents?: readonly string[];
  types?: readonly CallType[];
  states?: readonly CallState[];
  directions?: readonly CallDirection[];
  /** @default 'all' */
  processing?: Processing;
  answeredBy?: readonly AnsweredBy[];
  /** Of the call itself, not of its edges. */
  tags?: readonly string[];
  hasTag?: boolean;
  /** Whether the last SIP response was another than 200. */
  isAbnormal?: boolean;
  /** The last SIP response: `486`, or a class such as `4xx`. */
  sipCodes?: readonly string[];
  /** `caller` or `callee`. */
  hungUpBy?: readonly string[];
  /** Of the call or any of its edges. */
  regions?: readonly string[];
  trunks?: readonly string[];
  /** Seconds that the call took, ringing included; both ends belong to it. */
  minDuration?: number;
  maxDuration?: number;
  /** Of what the SDK received; a call without one is none of these. */
  maxMos?: number;
  trust?: Said;
  trustFlags?: Flags;
  annotation?: Said;
  annotationFlags?: Flags;
}

type Condition = (call: CallEntry) => boolean;

/** What each member of a query demands of a call; undefined where it demands nothing. */
type Conditions = Readonly<Record<Exclude<keyof CallQuery, keyof TimeSpan>, Condition | undefined>>;

/**
 * Whether a call is one of those that are asked for. A span of time is no part of it: keys have it.
 * @returns undefined where every call is
 */
export function callFilter(query: CallQuery): Condition | undefined {
  const { processing = 'all', minDuration, maxDuration, maxMos, hasTag, isAbnormal, sipCodes } = query;
  const conditions: Conditions = {
    accounts: anyOf(query.accounts, ({ accountSid }) => [accountSid]),
    accountSids: anyOf(query.accountSids, ({ accountSid }) => [accountSid]),
    parties: anyOf(query.parties, ({ facets }) => [facets.from, facets.to]),
    callers: anyOf(query.callers, ({ facets }) => [facets.from]),
    callees: anyOf(query.callees, ({ facets }) => [facets.to]),
    fromCarriers: anyWord(query.fromCarriers, ({ facets }) => [facets.from_carrier]),
    toCarriers: anyWord(query.toCarriers, ({ facets }) => [facets.to_carrier]),
    fromCountries: anyWord(query.fromCountries, ({ facets }) => [facets.from_country]),
    toCountries: anyWord(query.toCountries, ({ facets }) => [facets.to_country]),
    countries: anyWord(query.countries, ({ facets }) => [facets.from_country, facets.to_country]),
    carriers: anyWord(query.carriers, ({ facets }) => [facets.from_carrier, facets.to_carrier]),
    parents: anyOf(query.parents, ({ parentCallSid }) => [parentCallSid]),
    types: anyOf(query.types, ({ type }) => [type]),
    states: anyOf(query.states, ({ state }) => [state]),
    directions: anyOf(query.directions, ({ facets }) => [facets.direction]),
    processing: PROCESSES[processing],
    answeredBy: anyOf(query.answeredBy, ({ answeredBy }) => [answeredBy]),
    tags: anyWord(query.tags, ({ tags }) => tags),
    hasTag: hasTag === undefined ? undefined : ({ tags }) => !tags.includes(REDACTED) && tags.length > 0 === hasTag,
    isAbnormal: isAbnormal === undefined ? undefined : ({ facets }) => isAbnormalCode(facets.sip_code) === isAbnormal,
    sipCodes: sipCodes && (({ facets }) => sipCodes.some((code) => isSipCode(facets.sip_code, code))),
    hungUpBy: anyWord(query.hungUpBy, ({ facets }) => [facets.hung_up_by]),
    regions: anyWord(query.regions, ({ facets }) => facets.regions ?? []),
    trunks: anyOf(query.trunks, ({ facets }) => facets.trunks ?? []),
    minDuration: within(({ duration }) => duration, minDuration, undefined),
    maxDuration: within(({ duration }) => duration, undefined, maxDuration),
    maxMos: within(({ facets }) => facets.mos, undefined, maxMos),
    trust: saying(query.trust, ({ facets }) => facets.trust),
    trustFlags: flagged(query.trustFlags, ({ facets }) => facets.trust),
    annotation: saying(query.annotation, ({ facets }) => facets.annotation),
    annotationFlags: flagged(query.annotationFlags, ({ facets }) => facets.annotation),
  };
  const asked = Object.values(conditions).filter((condition) => condition !== undefined);
  return asked.length === 0 ? undefined : (call) => asked.every((condition) => condition(call));
}

const PROCESSES: Readonly<Record<Processing, Condition | undefined>> = {
  completed: ({ isFinal }) => isFinal,
  started: ({ isFinal, endTime }) => !isFinal && endTime === undefined,
  partial: ({ isFinal }) => !isFinal,
  all: undefined,
};

type Values = (call: CallEntry) => readonly (string | undefined)[];

function anyWord(asked: readonly string[] | undefined, values: Values): Condition | undefined {
  return anyOf(asked?.map(inOneCase), (call) => values(call).map((value) => value && inOneCase(value)));
}

function inOneCase(text: string): string {
  return text.trim().toLowerCase();
}

function within(
  numberOf: (call: CallEntry) => number | undefined,
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
): Condition | undefined {
  if (min === Number.NEGATIVE_INFINITY && max === Number.POSITIVE_INFINITY) return undefined;
  return (call) => {
    const value = numberOf(call);
    return value !== undefined && value >= min && value <= max;
  };
}

function isAbnormalCode(code: number | undefined): boolean {
  return code !== undefined && code !== 200;
}

/** @param asked `486` or `4xx` */
function isSipCode(code: number | undefined, asked: string): boolean {
  if (code === undefined) return false;
  return /^\dxx$/i.test(asked) ? Math.floor(code / 100) === Number(asked[0]) : String(code) === asked;
}

type Facet = (call: CallEntry) => Readonly<Record<string, unknown>> | undefined;

function saying(asked: Said | undefined, facetOf: Facet): Condition | undefined {
  if (asked === undefined) return undefined;
  const wanted = Object.entries(asked).map(([name, values]) => [name, new Set(values.map(inOneCase))] as const);
  return (call) => wanted.every(([name, values]) => textsOf(facetOf(call)?.[name]).some((text) => values.has(text)));
}

function textsOf(value: unknown): string[] {
  return [said(value) ?? saidNumber(value)?.toString() ?? saidTexts(value)].flat().map(inOneCase);
}

/** A call that says neither is none of either. */
function flagged(asked: Flags | undefined, facetOf: Facet): Condition | undefined {
  return asked && ((call) => Object.entries(asked).every(([name, flag]) => facetOf(call)?.[name] === flag));
}
