import {
  ANSWERED_BY,
  CALL_STATES,
  CALL_TYPES,
  CONNECTIVITY_ISSUES,
  DIRECTIONS,
  QUALITY_ISSUES,
} from '../../families/call-summary/enumerations.ts';
import { type CallQuery, PROCESSING } from '../read/call-query.ts';
import { TIME } from './paging.ts';
import type { Parameter } from './parameter.ts';
import { enumerated, listed, words } from './parameter-kinds.ts';
import { count, decimal, flag, reader, texts, time } from './parameter-readers.ts';

const MAX_SECONDS = 1_000_000_000;

/** Objects of a query whose members are a parameter each, named `trust.branded_type`. */
const OBJECTS = ['trust', 'trustFlags', 'annotation', 'annotationFlags'] as const;
type Member = keyof CallQuery | `${(typeof OBJECTS)[number]}.${string}`;

/** A number, client or SIP address. In a URL a plus sign that nobody escaped is a blank. */
function party<Name extends Member>(member: Name, description: string) {
  const read = texts((value) => value.replace(/^ (?=\d)/, '+').trim());
  return words(member, `${description} As the table has it: +15550100, client:name, sip:….`, read);
}

function country<Name extends Member>(member: Name, description: string) {
  return listed(member, /^[a-z]{2}$/i, 'country codes of two letters, such as US', description);
}

function isTrue<Name extends Member>(member: Name, description: string): Parameter<Name, boolean> {
  return { member, read: flag, schema: { type: 'boolean' }, description };
}

function seconds<Name extends Member>(member: Name, description: string): Parameter<Name, number> {
  const read = count(0, MAX_SECONDS, 'expected a whole number of seconds');
  return { member, read, schema: { type: 'integer', minimum: 0 }, description };
}

const processing = reader(
  (value) => PROCESSING.find((known) => known === value),
  `expected one of ${PROCESSING.join(', ')}`,
);
const sortBy = reader(
  (value) => (value === 'start_time' ? value : undefined),
  'expected start_time: calls are in the order of their starts, newest first, and there is no index of their ends',
);

/**
 * What selects calls: Twilio's parameters, then ours in its style; a page token is bound to them.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-summaries-resource
 */
export const SUMMARY_FILTERS = {
  From: party('callers', 'Calls from this number, client or SIP address.'),
  To: party('callees', 'Calls to it.'),
  FromCarrier: words('fromCarriers', 'Carrier of the caller, in any case.'),
  ToCarrier: words('toCarriers', 'Carrier of the callee, in any case.'),
  FromCountryCode: country('fromCountries', 'Country of the caller.'),
  ToCountryCode: country('toCountries', 'Country of the callee.'),
  VerifiedCaller: isTrue('trustFlags.verified', 'Whether SHAKEN/STIR verified the caller.'),
  HasTag: isTrue('hasTag', 'Whether the call has a tag.'),
  StartTime: {
    member: 'from',
    read: time,
    schema: { ...TIME, default: '4h' },
    description: 'Calls that started from then on.',
  },
  EndTime: {
    member: 'to',
    read: time,
    schema: { ...TIME, default: '0m' },
    description: 'Calls that started up to then.',
  },
  CallType: enumerated('types', CALL_TYPES, 'Type of the call.'),
  CallState: enumerated('states', CALL_STATES, 'State of the call.'),
  Direction: enumerated('directions', DIRECTIONS, 'Direction of the call.'),
  ProcessingState: {
    member: 'processing',
    read: processing,
    schema: { enum: PROCESSING, default: 'completed' },
    description: 'completed: summaries that are final. started: of calls that go on. partial: all that are not final.',
  },
  SortBy: { member: 'sortBy', read: sortBy, schema: { enum: ['start_time'] }, description: 'Newest first.' },
  Subaccount: listed(
    'accountSids',
    /^AC\w{1,62}$/,
    'account SIDs, AC and 32 hexadecimal digits',
    'Calls of this account.',
  ),
  AbnormalSession: isTrue('isAbnormal', 'Whether the last SIP response was another than 200.'),
  AnsweredBy: enumerated('answeredBy', ANSWERED_BY, 'Who answered, as answering machine detection says.'),
  AnsweredByAnnotation: enumerated('annotation.answered_by', ['human', 'machine'], 'Who answered, as annotated.'),
  ConnectivityIssueAnnotation: enumerated('annotation.connectivity_issue', CONNECTIVITY_ISSUES, 'As annotated.'),
  QualityIssueAnnotation: enumerated('annotation.quality_issues', QUALITY_ISSUES, 'As annotated.'),
  SpamAnnotation: isTrue('annotationFlags.spam', 'Whether it is annotated as spam.'),
  CallScoreAnnotation: listed('annotation.call_score', /^[1-5]$/, 'scores from 1 to 5', 'Score, as annotated.'),
  BrandedEnabled: isTrue('trustFlags.branded_enabled', 'Whether the call was branded.'),
  VoiceIntegrityEnabled: isTrue('trustFlags.voice_integrity_enabled', 'Whether voice integrity was on.'),
  BrandedBundleSid: words('trust.branded_bundle_sid', 'SID of the branded call.'),
  BrandedLogo: isTrue('trustFlags.branded_logo', 'Whether the logo was shown.'),
  BrandedType: words('trust.branded_type', 'in_band or out_of_band.'),
  BrandedUseCase: words('trust.branded_use_case', 'Purpose of the branded call.'),
  BrandedCallReason: words('trust.branded_call_reason', 'Reason of the branded call.'),
  VoiceIntegrityBundleSid: words('trust.voice_integrity_bundle_sid', 'SID of the voice integrity profile.'),
  VoiceIntegrityUseCase: words('trust.voice_integrity_use_case', 'Use case of voice integrity.'),
  BusinessProfileIdentity: words('trust.business_identity', 'Identity of the business profile.'),
  BusinessProfileIndustry: words('trust.business_industry', 'Industry of the business profile.'),
  BusinessProfileBundleSid: words('trust.business_bundle_sid', 'SID of the business profile.'),
  BusinessProfileType: words('trust.business_type', 'Type of the business profile.'),
  Tag: words('tags', 'Not at Twilio: tag of the call itself, such as high_jitter.'),
  SipCode: listed(
    'sipCodes',
    /^[1-6](?:\d\d|xx)$/i,
    'SIP codes, such as 486 or 5xx',
    'Not at Twilio: last SIP response.',
  ),
  DisconnectedBy: enumerated('hungUpBy', ['caller', 'callee'], 'Not at Twilio: who hung up.'),
  ParentCallSid: words('parents', 'Not at Twilio: SID of the call that made it.'),
  Region: words('regions', 'Not at Twilio: region of the call or of any of its edges, such as us1.'),
  TrunkSid: words('trunks', 'Not at Twilio: SIP trunk of the call or of any of its edges.'),
  MinDuration: seconds('minDuration', 'Not at Twilio: length of the call in seconds, ringing included, at least.'),
  MaxDuration: seconds('maxDuration', 'Not at Twilio: length of the call in seconds, ringing included, at most.'),
  MaxMos: {
    member: 'maxMos',
    read: decimal,
    schema: { type: 'number' },
    description: 'Not at Twilio: average MOS of what the SDK received, at most. A call without one is left out.',
  },
} as const satisfies Record<string, Parameter>;

/** What parameters ask for: those of an object stand together. */
export function callQueryOf(given: Readonly<Record<string, unknown>>): CallQuery {
  const objects = OBJECTS.flatMap((object): [string, object][] => {
    const prefix = `${object}.`;
    const members = Object.entries(given).filter(([member]) => member.startsWith(prefix));
    if (members.length === 0) return [];
    return [[object, Object.fromEntries(members.map(([member, value]) => [member.slice(prefix.length), value]))]];
  });
  const plain = Object.entries(given).filter(([member]) => !member.includes('.'));
  return Object.fromEntries([...plain, ...objects]) as CallQuery;
}
