import { EventResource } from '../../families/call-event/event-resource.ts';
import { EventPage, Problem } from './answers.ts';
import { jsonSchema } from './json-schema.ts';
import type { Parameters } from './parameter.ts';
import type { Route } from './route.ts';

const SCHEMAS = { Event: EventResource, EventPage, Problem };
const NAMES = new Map(Object.entries(SCHEMAS).map(([name, schema]) => [schema, name]));

const answer = (description: string, schema: keyof typeof SCHEMAS) => ({
  description,
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
});

/** The API in OpenAPI 3.1. @param baseUrl where it was asked for */
export function openApiDocument(baseUrl: string, routes: readonly Route[]) {
  const described = routes.flatMap(({ description }) => (description === undefined ? [] : [description]));
  return {
    openapi: '3.1.0',
    info: {
      title: 'voice-insights-sink',
      version: '1',
      description: 'Twilio’s Call Insights Event resource, from your own table, and the same across calls.',
    },
    servers: [{ url: baseUrl }],
    security: [{ basic: [] }],
    paths: Object.fromEntries(described.map(({ path, operation }) => [path, { get: operation }])),
    components: {
      schemas: Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [name, jsonSchema(schema, NAMES)])),
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic', description: 'Account SID and token, or API key SID and secret.' },
      },
    },
  };
}

/** Parameters of a query, in OpenAPI's words. */
export function inQuery(parameters: Parameters): object[] {
  return Object.entries(parameters).map(([name, { schema, description }]) => ({
    name,
    in: 'query',
    schema,
    description,
  }));
}

/** What a list of events can answer, in OpenAPI's words. @param notFound what 404 means */
export function listResponses(notFound: string): object {
  return {
    200: answer('A page of events.', 'EventPage'),
    400: answer(
      '17400: a parameter is wrong or unknown. The message names it and the allowed values. 20001: Page without PageToken.',
      'Problem',
    ),
    401: answer('20003: no credential, or an unknown one.', 'Problem'),
    404: answer(notFound, 'Problem'),
    405: answer('20004: only GET, HEAD and OPTIONS.', 'Problem'),
    429: answer('20429: too many failed credentials, or a throttled table.', 'Problem'),
    500: answer('20500: our fault.', 'Problem'),
  };
}
