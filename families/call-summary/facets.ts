import type { JsonObject } from '../../shared/json.ts';
import { type CallDirection, DIRECTIONS, oneOf, STREAMS, SUMMARY_EDGES } from './enumerations.ts';
import { objectAt, said, saidNumber, saidTexts, saysSomething } from './said.ts';

/**
 * What lists of calls filter by, group by and show, out of the inner objects of a summary: kept beside them, in a few
 * hundred bytes, since an index holds whole attributes only. What nobody said is left out.
 */
export interface CallFacets {
  /** E.164 number, `client:name` or SIP URI. */
  from?: string;
  to?: string;
  from_carrier?: string;
  to_carrier?: string;
  /** ISO 3166 alpha-2. */
  from_country?: string;
  to_country?: string;
  direction?: CallDirection;
  /** `caller` or `callee`: who sent the SIP BYE. */
  hung_up_by?: string;
  /** The last SIP response. */
  sip_code?: number;
  /** Post-dial delay, milliseconds. */
  pdd_ms?: number;
  /** The average of what the SDK received, 1 to 4.6. */
  mos?: number;
  /** Of the call or of any edge. */
  regions?: readonly string[];
  trunks?: readonly string[];
  /** Names of the edges that have a member. */
  edges?: readonly string[];
  /** `<edge>.<inbound or outbound>.<tag>` */
  edge_tags?: readonly string[];
  /** Of the Voice SDK: its type, such as `voice-js`, and version. */
  sdk?: string;
  sdk_version?: string;
  /** Name and major version: `chrome 120`. */
  browser?: string;
  os?: string;
  edge_location?: string;
  /** What Twilio's list filters by of `trust` and `annotation`, where there is any: few calls have them. */
  trust?: JsonObject;
  annotation?: JsonObject;
}

/** Characters of a text, and values of a list. */
const [MAX_TEXT, MAX_VALUES] = [256, 30];

/** Nobody waits for an hour until it rings: one such number would spoil what is counted over all calls. */
const MAX_PDD_MS = 3_600_000;
const [MIN_MOS, MAX_MOS] = [1, 5];

/** The facets of a summary; pure. @param data as it is written, with what is to be hidden hidden */
export function facetsOf(data: JsonObject): CallFacets {
  const [from, to, properties] = [objectAt(data, 'from'), objectAt(data, 'to'), objectAt(data, 'properties')];
  const sdk = [objectAt(from, 'sdk'), objectAt(to, 'sdk')].find(({ type, version }) => said(type) ?? said(version));
  const edges = SUMMARY_EDGES.filter((edge) => saysSomething(objectAt(data, edge)));
  const ofEdges = (name: string) => edges.map((edge) => objectAt(data, edge, 'properties')[name]);
  return present({
    from: said(from.caller),
    to: said(to.callee),
    from_carrier: said(from.carrier),
    to_carrier: said(to.carrier),
    from_country: said(from.country_code),
    to_country: said(to.country_code),
    direction: oneOf(DIRECTIONS, properties.direction),
    hung_up_by: hungUpBy(properties.disconnected_by),
    sip_code: sipCode(properties.last_sip_response_num),
    pdd_ms: within(properties.pdd_ms, 1, MAX_PDD_MS),
    mos: within(objectAt(data, 'sdk_edge', 'metrics', 'inbound', 'mos').avg, MIN_MOS, MAX_MOS),
    regions: distinct([
      properties.region,
      properties.media_region,
      properties.signaling_region,
      ...ofEdges('region'),
      ...ofEdges('media_region'),
      ...ofEdges('signaling_region'),
    ]),
    trunks: distinct([properties.trunk_sid, ...ofEdges('trunk_sid')]),
    edges: listed(edges),
    edge_tags: listed(
      edges.flatMap((edge) =>
        STREAMS.flatMap((stream) =>
          saidTexts(objectAt(data, edge, 'metrics', stream).tags).map((tag) => `${edge}.${stream}.${tag}`),
        ),
      ),
    ),
    ...(sdk !== undefined && facetsOfSdk(sdk)),
    trust: trustOf(objectAt(data, 'trust')),
    annotation: annotationOf(objectAt(data, 'annotation')),
  });
}

const FACETS_BY_KIND = {
  text: [
    'from',
    'to',
    'from_carrier',
    'to_carrier',
    'from_country',
    'to_country',
    'hung_up_by',
    'sdk',
    'sdk_version',
    'browser',
    'os',
    'edge_location',
  ],
  number: ['sip_code', 'pdd_ms', 'mos'],
  texts: ['regions', 'trunks', 'edges', 'edge_tags'],
  object: ['trust', 'annotation'],
} as const satisfies Record<string, readonly (keyof CallFacets)[]>;

/** The facets that a row holds, as far as they are of their types: a row can have been written by anybody. */
export function facetsIn(stored: unknown): CallFacets {
  const row = objectAt(stored);
  const read = (names: readonly string[], reads: (value: unknown) => unknown) =>
    names.map((name) => [name, reads(row[name])]);
  const { text, number, texts, object } = FACETS_BY_KIND;
  return present(
    Object.fromEntries([
      ...read(text, said),
      ...read(number, saidNumber),
      ...read(texts, (value) => listed(saidTexts(value))),
      ...read(object, (value) => some(objectAt(value))),
      ['direction', oneOf(DIRECTIONS, row.direction)],
    ]),
  );
}

function facetsOfSdk(sdk: JsonObject): CallFacets {
  const [browser, os] = [objectAt(sdk, 'browser'), objectAt(sdk, 'os')];
  return {
    sdk: said(sdk.type),
    sdk_version: said(sdk.version),
    browser: words(browser.name, browser.major),
    os: words(os.name, os.version),
    edge_location: said(sdk.edge_location),
  };
}

function trustOf(trust: JsonObject): JsonObject | undefined {
  const [branded, business] = [objectAt(trust, 'branded'), objectAt(trust, 'business_profile')];
  // As earlier versions of the schema have it.
  const former = objectAt(trust, 'branded_call');
  const integrity = objectAt(trust, 'voice_integrity');
  return some({
    verified: flag(objectAt(trust, 'verified_caller').verified),
    branded_enabled: flag(branded.enabled) ?? flag(former.branded),
    branded_bundle_sid: said(branded.bundle_sid),
    branded_logo: flag(branded.logo),
    branded_type: said(branded.type),
    branded_use_case: said(branded.use_case) ?? said(former.use_case),
    branded_call_reason: said(branded.call_reason),
    voice_integrity_enabled: flag(integrity.enabled),
    voice_integrity_bundle_sid: said(integrity.bundle_sid),
    voice_integrity_use_case: said(integrity.use_case),
    business_identity: said(business.identity),
    business_industry: said(business.industry),
    business_bundle_sid: said(business.bundle_sid),
    business_type: said(business.type),
  });
}

function annotationOf(annotation: JsonObject): JsonObject | undefined {
  return some({
    answered_by: said(annotation.answered_by),
    connectivity_issue: said(annotation.connectivity_issue),
    quality_issues: listed(saidTexts(annotation.quality_issues)),
    spam: flag(annotation.spam),
    call_score: saidNumber(annotation.call_score),
  });
}

/** The stream says `unknown` where a device went away. */
function hungUpBy(value: unknown): string | undefined {
  const by = said(value);
  return by?.trim().toLowerCase() === 'unknown' ? undefined : by;
}

/** https://www.rfc-editor.org/rfc/rfc3261#section-7.2 */
function sipCode(value: unknown): number | undefined {
  return Number.isInteger(value) ? within(value, 100, 699) : undefined;
}

function within(value: unknown, min: number, max: number): number | undefined {
  const number = saidNumber(value);
  return number !== undefined && number >= min && number <= max ? number : undefined;
}

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function words(...values: readonly unknown[]): string | undefined {
  const texts = values.flatMap((value) => said(value) ?? []);
  return texts.length === 0 ? undefined : texts.join(' ');
}

function distinct(values: readonly unknown[]): readonly string[] | undefined {
  return listed([...new Set(values.flatMap((value) => said(value) ?? []))]);
}

function listed<Value>(values: readonly Value[]): readonly Value[] | undefined {
  const kept = values.filter(isShort).slice(0, MAX_VALUES);
  return kept.length === 0 ? undefined : kept;
}

function some(object: JsonObject): JsonObject | undefined {
  const kept = present(object);
  return Object.keys(kept).length === 0 ? undefined : kept;
}

function present<Members extends object>(members: Members): Members {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && isShort(value)),
  ) as Members;
}

/** An entry of the index is billed by the kilobyte, and what is longer is nothing that people ask for. */
function isShort(value: unknown): boolean {
  return typeof value !== 'string' || value.length <= MAX_TEXT;
}
