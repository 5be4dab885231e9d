import {
  CONFERENCE_REGIONS,
  CONFERENCE_STATUSES,
  CONFERENCE_TAGS,
  DETECTED_ISSUES,
  END_REASONS,
} from '../../families/conference-summary/enumerations.ts';
import { TIME } from './paging.ts';
import type { Parameter } from './parameter.ts';
import { enumerated, listed, words } from './parameter-kinds.ts';
import { time } from './parameter-readers.ts';

/**
 * What selects conferences: Twilio's parameters; a page token is bound to them.
 * https://www.twilio.com/docs/voice/voice-insights/api/conference/conference-summary-resource
 */
export const CONFERENCE_FILTERS = {
  ConferenceSid: words('conferenceSids', 'SID of the conference, whenever it was, unless a time is given.'),
  FriendlyName: words('names', 'Name of the conference.'),
  Status: enumerated('statuses', CONFERENCE_STATUSES, 'Status of the conference.'),
  CreatedAfter: {
    member: 'from',
    read: time,
    schema: { ...TIME, default: '1d' },
    description: 'Conferences that were made from then on.',
  },
  CreatedBefore: {
    member: 'to',
    read: time,
    schema: { ...TIME, default: '0m' },
    description: 'Conferences that were made up to then.',
  },
  MixerRegion: enumerated('regions', CONFERENCE_REGIONS, 'Where its media was mixed.'),
  Tags: enumerated('tags', CONFERENCE_TAGS, 'Tag of the conference.'),
  Subaccount: listed(
    'accountSids',
    /^AC\w{1,62}$/,
    'account SIDs, AC and 32 hexadecimal digits',
    'Conferences of this account.',
  ),
  DetectedIssues: enumerated('issues', DETECTED_ISSUES, 'Trouble that Twilio found in it.'),
  EndReason: enumerated('endReasons', END_REASONS, 'Why it ended.'),
} as const satisfies Record<string, Parameter>;
