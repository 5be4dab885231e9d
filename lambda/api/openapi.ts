import { EventResource } from '../../families/call-event/event-resource.ts';
import { MetricResource } from '../../families/call-metric/metric-resource.ts';
import { AnnotationResource } from '../../families/call-summary/annotation-resource.ts';
import { SummaryResource } from '../../families/call-summary/summary-resource.ts';
import { ConferenceResource } from '../../families/conference-summary/conference-resource.ts';
import { ParticipantResource } from '../../families/participant-summary/participant-resource.ts';
import {
  CallResource,
  ConferencePage,
  ConferencesOfCall,
  EventPage,
  MetricPage,
  ParticipantPage,
  Problem,
  SummaryPage,
} from './answers.ts';
import { CallsOfEvents, Causes, Fleet } from './cause-answers.ts';
import { jsonSchema } from './json-schema.ts';
import type { Parameters } from './parameter.ts';
import type { Route } from './route.ts';
import { Trend, TrendList } from './trend-answers.ts';

const SCHEMAS = {
  Event: EventResource,
  EventPage,
  Metric: MetricResource,
  MetricPage,
  CallSummary: SummaryResource,
  SummaryPage,
  Conference: ConferenceResource,
  ConferencePage,
  Participant: ParticipantResource,
  ParticipantPage,
  ConferencesOfCall,
  Annotation: AnnotationResource,
  Call: CallResource,
  Causes,
  CallsOfEvents,
  Fleet,
  Trend,
  TrendList,
  Problem,
};
const NAMES = new Map(Object.entries(SCHEMAS).map(([name, schema]) => [schema, name]));

type Name = keyof typeof SCHEMAS;

/** @param schemas any of these */
const answer = (description: string, ...schemas: Name[]) => {
  const [schema, ...others] = schemas.map((name) => ({ $ref: `#/components/schemas/${name}` }));
  return {
    description,
    content: { 'application/json': { schema: others.length === 0 ? schema : { anyOf: [schema, ...others] } } },
  };
};

/** The API in OpenAPI 3.1. @param baseUrl where it was asked for */
export function openApiDocument(baseUrl: string, routes: readonly Route[]) {
  const described = routes.flatMap(({ description }) => (description === undefined ? [] : [description]));
  return {
    openapi: '3.1.0',
    info: {
      title: 'voice-insights-sink',
      version: '1',
      description:
        'Twilio’s Call Insights resources, from your own tables: calls and conferences, summaries, events and metrics.',
    },
    servers: [{ url: baseUrl }],
    security: [{ basic: [] }],
    paths: Object.fromEntries(
      described.map(({ path, operation, post }) => [path, { get: operation, ...(post !== undefined && { post }) }]),
    ),
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

/** Fields of a form, in OpenAPI's words. */
export function inForm(parameters: Parameters): object {
  const properties = Object.fromEntries(
    Object.entries(parameters).map(([name, { schema, description }]) => [name, { ...schema, description }]),
  );
  return { content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties } } } };
}

/** Part of a path, in OpenAPI's words: a SID. */
export function sidInPath(
  name: 'CallSid' | 'Sid' | 'ConferenceSid' | 'ParticipantSid',
  description = 'Any SID, percent-encoded.',
): object {
  return { name, in: 'path', required: true, schema: { type: 'string', minLength: 1 }, description };
}

/**
 * What can be answered, in OpenAPI's words.
 * @param what is answered with 200 @param notFound what 404 means @param others what further statuses mean
 */
export function responses(
  what: string,
  schema: Name | Name[],
  notFound?: string,
  others: Readonly<Record<number, string>> = {},
): object {
  return {
    200: answer(what, ...[schema].flat()),
    400: answer(
      '17400: a parameter is wrong or unknown. The message names it and the allowed values. 20001: Page without PageToken.',
      'Problem',
    ),
    401: answer('20003: no credential, or an unknown one.', 'Problem'),
    ...(notFound !== undefined && { 404: answer(notFound, 'Problem') }),
    405: answer('20004: only GET, HEAD and OPTIONS.', 'Problem'),
    429: answer('20429: too many failed credentials, or a throttled table.', 'Problem'),
    500: answer('20500: our fault.', 'Problem'),
    ...Object.fromEntries(Object.entries(others).map(([status, means]) => [status, answer(means, 'Problem')])),
  };
}
