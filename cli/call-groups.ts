import type { CallEntry } from '../families/call-summary/call-entry.ts';

type Values = (call: CallEntry) => readonly (string | number | undefined)[];

/** What calls can be counted by. A call with several values counts once for each. */
const VALUES = {
  state: ({ state }) => [state],
  type: ({ type }) => [type],
  direction: ({ facets }) => [facets.direction],
  sip: ({ facets }) => [facets.sip_code],
  disconnected_by: ({ facets }) => [facets.hung_up_by],
  answered_by: ({ answeredBy }) => [answeredBy],
  tag: ({ tags }) => tags,
  edge: ({ facets }) => facets.edges ?? [],
  edge_tag: ({ facets }) => facets.edge_tags ?? [],
  region: ({ facets }) => facets.regions ?? [],
  trunk: ({ facets }) => facets.trunks ?? [],
  from: ({ facets }) => [facets.from],
  to: ({ facets }) => [facets.to],
  'from.carrier': ({ facets }) => [facets.from_carrier],
  'to.carrier': ({ facets }) => [facets.to_carrier],
  'from.country': ({ facets }) => [facets.from_country],
  'to.country': ({ facets }) => [facets.to_country],
  sdk: ({ facets }) => [facets.sdk],
  'sdk.version': ({ facets }) => [facets.sdk_version],
  'sdk.edge_location': ({ facets }) => [facets.edge_location],
  browser: ({ facets }) => [facets.browser],
  os: ({ facets }) => [facets.os],
  account: ({ accountSid }) => [accountSid],
  day: ({ started }) => [started.slice(0, 'yyyy-mm-dd'.length)],
  hour: ({ started }) => [`${started.slice(0, 'yyyy-mm-ddThh'.length)}:00Z`],
} as const satisfies Record<string, Values>;

export type CallPath = keyof typeof VALUES;
export const CALL_PATHS = Object.keys(VALUES) as readonly CallPath[];

/** The same by what they say of a call. */
export const PATHS_BY_MEANING: Readonly<Record<string, readonly CallPath[]>> = {
  'how the call came about and ended': ['state', 'type', 'direction', 'sip', 'disconnected_by', 'answered_by'],
  'the parties': ['from', 'to', 'from.carrier', 'to.carrier', 'from.country', 'to.country'],
  'its quality and its way': ['tag', 'edge', 'edge_tag', 'region', 'trunk'],
  'the device with the Voice SDK': ['sdk', 'sdk.version', 'sdk.edge_location', 'browser', 'os'],
  'whose call it was, and when it started in UTC': ['account', 'day', 'hour'],
};

/** As Twilio's resource and this project's other answers have them. */
const ALIASES: Readonly<Record<string, CallPath>> = {
  call_state: 'state',
  call_type: 'type',
  'properties.direction': 'direction',
  sip_code: 'sip',
  last_sip_response_num: 'sip',
  'properties.last_sip_response_num': 'sip',
  hung_up_by: 'disconnected_by',
  'disconnected-by': 'disconnected_by',
  'properties.disconnected_by': 'disconnected_by',
  tags: 'tag',
  'from.country_code': 'from.country',
  'to.country_code': 'to.country',
  'from.caller': 'from',
  'to.callee': 'to',
  number: 'from',
  'sdk.type': 'sdk',
  'from.sdk.version': 'sdk.version',
  'sdk.browser': 'browser',
  'sdk.os': 'os',
  edge_location: 'sdk.edge_location',
  account_sid: 'account',
};

/** Calls with one value; null of those that have none. */
export interface CallGroup {
  value: string | number | null;
  calls: number;
  /** Of all calls that were counted, 0 to 1. Where a call has several values, the shares are more than 1 together. */
  share: number;
}

/** The path that a text means, in any case. */
export function pathSaid(text: string): CallPath | undefined {
  const said = text.trim().toLowerCase();
  return CALL_PATHS.find((path) => path === said) ?? (Object.hasOwn(ALIASES, said) ? ALIASES[said] : undefined);
}

/** Counts calls one by one, so that no more than their values are in memory. */
export function createCallGroups(path: CallPath) {
  const counts = new Map<string | number | null, number>();
  const valuesOf: Values = VALUES[path];
  let all = 0;
  return {
    add(call: CallEntry): void {
      all += 1;
      const values = new Set(valuesOf(call).filter((value) => value !== undefined));
      for (const value of values.size === 0 ? [null] : values) counts.set(value, (counts.get(value) ?? 0) + 1);
    },
    /** The largest group first; of days and hours, the latest. */
    groups(): { calls: number; groups: CallGroup[] } {
      const groups = [...counts].map(([value, calls]) => ({ value, calls, share: calls / all }));
      const isTime = path === 'day' || path === 'hour';
      const byValue = (one: CallGroup, other: CallGroup) => (String(one.value) < String(other.value) ? 1 : -1);
      return {
        calls: all,
        groups: groups.sort(isTime ? byValue : (one, other) => other.calls - one.calls || byValue(other, one)),
      };
    },
  };
}
