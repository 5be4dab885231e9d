import type { Parameter } from './parameter.ts';
import { count, text } from './parameter-readers.ts';

export const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1_000;
const MAX_PAGE = 1_000_000_000;

/** JSON Schema of a time, or of how long ago. */
export const TIME = {
  type: 'string',
  anyOf: [{ format: 'date-time' }, { pattern: '^[0-9]{1,6}[mhdw]$' }],
  examples: ['2021-05-24T14:15:22Z', '4h'],
};

/** Twilio's, of every list. */
export const PAGING = {
  PageSize: {
    member: 'pageSize',
    // The official clients send their own `limit` as PageSize, however large it is.
    read: count(1, MAX_PAGE_SIZE, 'expected a whole number from 1 on; more than 1000 counts as 1000'),
    schema: { type: 'integer', minimum: 1, default: DEFAULT_PAGE_SIZE },
    description: 'Of a page at most; over 1000 counts as 1000.',
  },
  Page: {
    member: 'page',
    read: count(0, MAX_PAGE, 'expected a whole number from 0 on'),
    schema: { type: 'integer', minimum: 0, default: 0 },
    description:
      'The number of the page that PageToken is of. Over 0 without a token it is refused (20001): follow the links.',
  },
  PageToken: {
    member: 'pageToken',
    read: text,
    schema: { type: 'string' },
    description: 'Of a link in meta. For the list, the filters and the accounts it was made for.',
  },
} as const satisfies Record<string, Parameter>;
