import { MEDIA_EDGES } from '../../families/call-event/media-edge.ts';
import { LEVELS } from '../../shared/level.ts';

const text = { type: ['string', 'null'] };
const edgeObject = { type: ['object', 'null'], additionalProperties: true };

const Event = {
  type: 'object',
  required: [
    'timestamp',
    'call_sid',
    'account_sid',
    'edge',
    'group',
    'name',
    'level',
    'carrier_edge',
    'sip_edge',
    'sdk_edge',
    'client_edge',
  ],
  properties: {
    timestamp: {
      type: 'string',
      format: 'date-time',
      description:
        'The time by which events are in order, of the event or else of the CloudEvent around it. As Twilio wrote it where that is RFC 3339.',
    },
    call_sid: { type: 'string', description: 'As it came: CA and 32 hexadecimal digits, mostly.' },
    account_sid: text,
    edge: { ...text, enum: [...MEDIA_EDGES, null], description: 'A location (ashburn) is answered as unknown_edge.' },
    group: text,
    name: text,
    level: { ...text, enum: [...LEVELS, null] },
    carrier_edge: edgeObject,
    sip_edge: edgeObject,
    sdk_edge: edgeObject,
    client_edge: edgeObject,
    conversation_relay_data: { type: 'object', additionalProperties: true },
  },
  additionalProperties: false,
};

const url = { type: 'string', format: 'uri' };
const urlOrNull = { type: ['string', 'null'], format: 'uri' };

const EventPage = {
  type: 'object',
  required: ['meta', 'events'],
  properties: {
    meta: {
      type: 'object',
      required: ['page', 'page_size', 'first_page_url', 'previous_page_url', 'next_page_url', 'url', 'key'],
      properties: {
        page: { type: 'integer', minimum: 0 },
        page_size: { type: 'integer', minimum: 1, maximum: 1000 },
        first_page_url: url,
        previous_page_url: urlOrNull,
        next_page_url: { ...urlOrNull, description: 'Until this is null there is more, even behind an empty page.' },
        url,
        key: { const: 'events' },
      },
      additionalProperties: false,
    },
    events: { type: 'array', maxItems: 1000, items: { $ref: '#/components/schemas/Event' } },
  },
  additionalProperties: false,
};

const Problem = {
  type: 'object',
  required: ['code', 'message', 'more_info', 'status'],
  properties: {
    code: { type: 'integer' },
    message: { type: 'string' },
    more_info: url,
    status: { type: 'integer' },
  },
  additionalProperties: false,
};

const query = (name: string, schema: object, description: string) => ({ name, in: 'query', schema, description });
const time = { type: 'string', format: 'date-time' };

const PARAMETERS = [
  query('Level', { type: 'array', items: { enum: LEVELS } }, 'Repeatable: events of any of these levels.'),
  query('Group', { type: 'string', minLength: 1 }, 'Events of this group.'),
  query('Name', { type: 'string', minLength: 1 }, 'Events of this name.'),
  query(
    'StartTime',
    time,
    'Events from this time on. Across calls, an event whose clock runs more than five minutes ahead counts by its arrival.',
  ),
  query('EndTime', time, 'Events up to this time.'),
  query(
    'PageSize',
    { type: 'integer', minimum: 1, default: 50 },
    'Events of a page at most; over 1000 counts as 1000.',
  ),
  query(
    'Page',
    { type: 'integer', minimum: 0, default: 0 },
    'The number of the page that PageToken is of. Over 0 without a token it is refused (20001): follow the links.',
  ),
  query(
    'PageToken',
    { type: 'string' },
    'Of a link in meta. For the call, the filters and the accounts it was made for.',
  ),
];
const edge = (description: string) => query('Edge', { enum: [...MEDIA_EDGES, 'all'] }, description);

const CALL_SID = { type: 'string', minLength: 1 };
const problem = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
const RESPONSES = {
  200: {
    description: 'A page of events.',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/EventPage' } } },
  },
  400: problem(
    '17400: a parameter is wrong or unknown; the message names it and what is allowed. 20001: Page without PageToken.',
  ),
  401: problem('20003: no credential, or none that is known.'),
  405: problem('20004: only GET, HEAD and OPTIONS.'),
  429: problem('20429: too many failed credentials, or a throttled table.'),
  500: problem('20500: our fault.'),
};

/** The API in OpenAPI 3.1. @param baseUrl where it was asked for */
export function openApiDocument(baseUrl: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'voice-insights-sink',
      version: '1',
      description: 'Twilio’s Call Insights Event resource, from your own table, and the same across calls.',
    },
    servers: [{ url: baseUrl }],
    security: [{ basic: [] }],
    paths: {
      '/v1/Voice/{CallSid}/Events': {
        get: {
          operationId: 'listCallEvents',
          summary: 'Events of one call, in their order.',
          parameters: [
            {
              name: 'CallSid',
              in: 'path',
              required: true,
              schema: CALL_SID,
              description: 'Any SID, percent-encoded. One that no path can carry is a parameter of /v1/Voice/Events.',
            },
            edge(
              'Events of this edge of the call. Without it, of the edge that Twilio lists by default; all is everything.',
            ),
            ...PARAMETERS,
          ],
          responses: { ...RESPONSES, 404: problem('20404: the call has no event that this credential may read.') },
        },
      },
      '/v1/Voice/Events': {
        get: {
          operationId: 'listEvents',
          summary: 'Errors across calls, newest first; with Level, events of those levels, as far as they are indexed.',
          parameters: [
            query(
              'CallSid',
              CALL_SID,
              'Events of this call instead, as /v1/Voice/{CallSid}/Events lists them: for a SID that no path can carry.',
            ),
            edge('Events of this edge of a call.'),
            ...PARAMETERS,
          ],
          responses: { ...RESPONSES, 404: problem('20404: the call of CallSid has no event.') },
        },
      },
      '/healthz': {
        get: {
          operationId: 'health',
          summary: 'Whether it is up.',
          security: [],
          responses: { 200: { description: 'Up.' } },
        },
      },
    },
    components: {
      schemas: { Event, EventPage, Problem },
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic', description: 'Account SID and token, or API key SID and secret.' },
      },
    },
  };
}
