import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { GATEWAY_CALL_EVENT, SDK_CALL_EVENT } from '../../families/call-event/facts.ts';
import { CALL_METRIC_FACTS } from '../../families/call-metric/facts.ts';
import { CALL_SUMMARY_FACTS } from '../../families/call-summary/facts.ts';
import { CONFERENCE_SUMMARY_FACTS } from '../../families/conference-summary/facts.ts';
import { PARTICIPANT_SUMMARY_FACTS } from '../../families/participant-summary/facts.ts';
import { testEventSample } from '../../families/test-event/sample.ts';
import { listen } from '../../local/embedded-server.ts';
import { ACCOUNT_SID } from '../../samples/builders.ts';

export const AUTH_TOKEN = 'c0ffee'.repeat(5).padEnd(32, '0');

const CALL_EVENT_SCHEMA = 'VoiceInsights.CallEvent';
const CALL_SUMMARY_SCHEMA = 'VoiceInsights.CallSummary';
const SUMMARY_VERSIONS = [1, 2, 3, 4, 5, 6, 7];
const CONFERENCE_SCHEMA = 'VoiceInsights.ConferenceSummary';
const METRIC_SCHEMA = 'VoiceInsights.CallMetric';
const PARTICIPANT_SCHEMA = 'VoiceInsights.ConferenceParticipantSummary';
/** Of those that have no others, whatever a test says. */
const VERSIONS_OF: Readonly<Record<string, number[]>> = {
  [METRIC_SCHEMA]: [1, 2],
  [CONFERENCE_SCHEMA]: [1, 2],
  [PARTICIPANT_SCHEMA]: [1, 2],
};
/** The event types that there are, each with its schema. */
const SCHEMA_OF: ReadonlyMap<string, string> = new Map([
  [SDK_CALL_EVENT, CALL_EVENT_SCHEMA],
  [GATEWAY_CALL_EVENT, CALL_EVENT_SCHEMA],
  ...CALL_SUMMARY_FACTS.types.map(({ type }) => [type, CALL_SUMMARY_SCHEMA] as const),
  ...CALL_METRIC_FACTS.types.map(({ type }) => [type, METRIC_SCHEMA] as const),
  ...CONFERENCE_SUMMARY_FACTS.types.map(({ type }) => [type, CONFERENCE_SCHEMA] as const),
  ...PARTICIPANT_SUMMARY_FACTS.types.map(({ type }) => [type, PARTICIPANT_SCHEMA] as const),
]);
/** Sinks and subscriptions of one account, as Twilio limits them: https://www.twilio.com/docs/events */
const MAX_SINKS = 100;
/** No older alerts can be asked for. https://www.twilio.com/docs/usage/monitor-alert */
const ALERTS_KEPT_MS = 30 * 86_400_000;

export interface FakeSink {
  sid: string;
  status: 'initialized' | 'validating' | 'active' | 'failed';
  sink_type: string;
  sink_configuration: Record<string, unknown>;
  description: string;
  date_created: string;
  date_updated: string;
  /** Of the last test event that was asked for. */
  testId?: string;
}

export interface FakeSubscription {
  sid: string;
  sink_sid: string;
  description: string;
  date_created: string;
  date_updated: string;
  /** Event type → schema version. */
  types: Map<string, number>;
}

/** What Twilio's debugger has; it may be about a sink. */
export interface FakeAlert {
  error_code: string;
  log_level: 'error' | 'warning';
  date_created: string;
  resource_sid: string | null;
}

/** What belongs to one account. */
export interface FakeAccount {
  authToken: string;
  status: 'active' | 'suspended' | 'closed';
  /** Standard API keys by their SIDs, each with its secret. They do not reach accounts. */
  keys: Map<string, string>;
  alerts: FakeAlert[];
  advancedFeatures: boolean;
  /** When its calls started, epoch ms. */
  calls: number[];
  sinks: Map<string, FakeSink>;
  subscriptions: Map<string, FakeSubscription>;
}

/** How this Twilio behaves; may be changed at any time. */
export interface FakeBehaviour {
  /** Today's sinks are active at once; older ones are by test and validation. Both are documented. */
  sinks: 'active at once' | 'validated';
  /** `data` of the test event: an object, or that object as JSON text. Both have been seen. */
  testData: 'object' | 'text';
  /** False: Twilio cannot write to the stream. */
  testEventsArrive: boolean;
  /** Whose test event comes, where it is not that of the account that asked. */
  testEventOf?: string;
  /** Whether a test event and its id make a sink active; one that failed may stay so. */
  validationWorks: boolean;
  /** Event types that are no longer, or not yet, to be had: what Twilio says of them, or that there is none. */
  typeStatus: Record<string, 'deprecated' | 'restricted' | 'discontinued' | 'none'>;
  /** Of the call events' schema. */
  versions: number[];
  /** Of the call summaries'. */
  summaryVersions: number[];
  /** Elements of a page at most. */
  pageSize: number;
  maxSinks: number;
  /** What Voice Settings answer: what they are, or that the credential is none for them. */
  settings: 'shown' | 401 | 403;
  /** Requests that are answered with 429 before any other is. */
  throttled: number;
  /** Requests for these paths that are answered with 500; all that begin so. */
  failing: string[];
  /** The connection breaks at the n-th write from now on, 1 for the next: before it is done, or after. */
  breakAt?: { write: number; when: 'before' | 'after' };
  /** Called when the n-th write is done and not answered yet; the answer waits for it. */
  onWrite?: (write: number) => Promise<void>;
}

/** A request as it came; a write is any that is no GET. */
export interface FakeRequest {
  method: string;
  path: string;
  /** Form fields, one for each time a field is said. */
  form: [string, string][];
  accountSid: string;
}

export interface FakeTwilioOptions {
  behaviour?: Partial<FakeBehaviour>;
  /** Puts a test event on the stream that a sink names. */
  putTestEvent: (event: Record<string, unknown>, streamArn: string) => Promise<void>;
}

type Answer = Context<{ Bindings: HttpBindings; Variables: { account: FakeAccount; accountSid: string } }>;

/**
 * Twilio's Events API, its Voice Insights settings, its alerts and what it says of accounts, on one address: as far as
 * attaching and a look at it need them, and as documented.
 * @see https://www.twilio.com/docs/events/event-streams/sink-resource
 * @see https://www.twilio.com/docs/events/event-streams/subscription
 */
export async function startFakeTwilio({ behaviour: given = {}, putTestEvent }: FakeTwilioOptions) {
  const behaviour: FakeBehaviour = {
    sinks: 'active at once',
    testData: 'object',
    testEventsArrive: true,
    versions: [1, 2, 3],
    summaryVersions: SUMMARY_VERSIONS,
    pageSize: 50,
    maxSinks: MAX_SINKS,
    settings: 'shown',
    throttled: 0,
    failing: [],
    typeStatus: {},
    validationWorks: true,
    ...given,
  };
  const accounts = new Map<string, FakeAccount>();
  const requests: FakeRequest[] = [];
  const arriving = new Set<Promise<void>>();
  const app = new Hono<{ Bindings: HttpBindings; Variables: { account: FakeAccount; accountSid: string } }>();
  let writes = 0;

  const url = (path: string) => `${server.url}${path}`;

  function addAccount(sid: string, authToken: string): FakeAccount {
    const account: FakeAccount = {
      authToken,
      status: 'active',
      keys: new Map(),
      alerts: [],
      advancedFeatures: true,
      calls: [],
      sinks: new Map(),
      subscriptions: new Map(),
    };
    accounts.set(sid, account);
    return account;
  }

  function error(context: Answer, status: 400 | 401 | 403 | 404 | 429, code: number, message: string): Response {
    return context.json({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, status);
  }

  const notFound = (context: Answer) =>
    error(context, 404, 20404, `The requested resource ${context.req.path} was not found`);
  const missing = (context: Answer, name: string) => error(context, 400, 20001, `Missing required parameter ${name}`);

  function page(context: Answer, key: string, elements: readonly object[]): Response {
    const size = Math.min(Number(context.req.query('PageSize') ?? 50), behaviour.pageSize);
    const number = Number(context.req.query('Page') ?? 0);
    const link = (to: number) => {
      const query = new URLSearchParams({ ...context.req.query(), PageSize: `${size}`, Page: `${to}` });
      if (to > 0) query.set('PageToken', `PT${to}`);
      else query.delete('PageToken');
      return url(`${context.req.path}?${query}`);
    };
    return context.json({
      [key]: elements.slice(number * size, (number + 1) * size),
      meta: {
        page: number,
        page_size: size,
        first_page_url: link(0),
        previous_page_url: number > 0 ? link(number - 1) : null,
        url: link(number),
        next_page_url: (number + 1) * size < elements.length ? link(number + 1) : null,
        key,
      },
    });
  }

  function sinkResource({ testId: _testId, ...sink }: FakeSink) {
    const self = url(`/v1/Sinks/${sink.sid}`);
    return { ...sink, url: self, links: { sink_test: `${self}/Test`, sink_validate: `${self}/Validate` } };
  }

  function subscriptionResource({ types: _types, ...subscription }: FakeSubscription, accountSid: string) {
    const self = url(`/v1/Subscriptions/${subscription.sid}`);
    const links = { subscribed_events: `${self}/SubscribedEvents` };
    return { ...subscription, account_sid: accountSid, url: self, links };
  }

  function subscribedEvent(sid: string, accountSid: string, type: string, schemaVersion: number) {
    const self = url(`/v1/Subscriptions/${sid}/SubscribedEvents/${type}`);
    return { account_sid: accountSid, subscription_sid: sid, type, schema_version: schemaVersion, url: self };
  }

  const isKnown = (type: string) => SCHEMA_OF.has(type) && behaviour.typeStatus[type] !== 'none';
  const versionsOf = (schema = '') =>
    VERSIONS_OF[schema] ?? (schema === CALL_SUMMARY_SCHEMA ? behaviour.summaryVersions : behaviour.versions);
  const latest = (type: unknown) => Math.max(...versionsOf(SCHEMA_OF.get(String(type))));

  /** @returns why Twilio does not take it */
  function typeProblem(type: unknown, schemaVersion: number): string | undefined {
    if (typeof type !== 'string') return 'Missing required input parameter event_types[0].type';
    if (!isKnown(type) || behaviour.typeStatus[type] === 'discontinued') return `Type not found in the system: ${type}`;
    if (!versionsOf(SCHEMA_OF.get(type)).includes(schemaVersion))
      return `Schema version ${schemaVersion} not found for ${type}`;
    return undefined;
  }

  app.use(async (context, next) => {
    const { method, path } = context.req;
    const body = method === 'POST' ? await context.req.text() : '';
    const [user = '', secret] = Buffer.from((context.req.header('authorization') ?? '').replace('Basic ', ''), 'base64')
      .toString()
      .split(':');
    const [sid, account] = [...accounts].find(([own, { keys }]) => own === user || keys.has(user)) ?? [user];
    requests.push({ method, path, form: [...new URLSearchParams(body)], accountSid: sid });
    if (behaviour.throttled > 0) {
      behaviour.throttled -= 1;
      return error(context, 429, 20429, 'Too Many Requests');
    }
    if (behaviour.failing.some((start) => path.startsWith(start))) {
      return context.json({ code: 20500, message: 'Internal Server Error', more_info: '', status: 500 }, 500);
    }
    const isKey = account?.keys.has(user);
    const known = isKey ? account?.keys.get(user) : account?.authToken;
    // https://www.twilio.com/docs/iam/api-keys
    const isOutOfReach = isKey && path.startsWith('/2010-04-01/Accounts/');
    if (account === undefined || known !== secret || isOutOfReach) return error(context, 401, 20003, 'Authenticate');
    context.set('account', account);
    context.set('accountSid', sid);
    if (method === 'GET') return next();
    writes += 1;
    const broken = behaviour.breakAt?.write === writes ? behaviour.breakAt.when : undefined;
    if (broken !== 'before') await next();
    await behaviour.onWrite?.(writes);
    if (broken !== undefined) (context.env.outgoing as ServerResponse).socket?.destroy();
    return broken === 'before' ? context.body(null) : undefined;
  });

  /** JSON is ignored: only a form has fields. */
  async function form(context: Answer): Promise<URLSearchParams> {
    const isForm = context.req.header('content-type')?.startsWith('application/x-www-form-urlencoded');
    return new URLSearchParams(isForm ? await context.req.text() : '');
  }

  app.get('/v1/Sinks', (context) => {
    const { Status, InUse } = context.req.query();
    const { sinks, subscriptions } = context.get('account');
    const used = new Set([...subscriptions.values()].map(({ sink_sid }) => sink_sid));
    const listed = [...sinks.values()].filter(
      ({ sid, status }) =>
        (Status === undefined || status === Status) && (InUse === undefined || used.has(sid) === (InUse === 'true')),
    );
    return page(context, 'sinks', listed.map(sinkResource));
  });

  app.post('/v1/Sinks', async (context) => {
    const fields = await form(context);
    const { sinks } = context.get('account');
    for (const name of ['Description', 'SinkConfiguration', 'SinkType']) {
      if (!fields.has(name)) return missing(context, name);
    }
    if (sinks.size >= behaviour.maxSinks) {
      return error(context, 400, 91003, `Maximum number of sinks (${behaviour.maxSinks}) reached`);
    }
    const configuration = parseObject(fields.get('SinkConfiguration'));
    const needed = ['arn', 'role_arn', 'external_id'];
    if (configuration === undefined || needed.some((name) => !configuration[name])) {
      return error(context, 400, 91000, 'Invalid sink configuration');
    }
    const now = twilioTime();
    const sink: FakeSink = {
      sid: newSid('DG'),
      status: behaviour.sinks === 'active at once' ? 'active' : 'initialized',
      sink_type: fields.get('SinkType') ?? '',
      sink_configuration: configuration,
      description: fields.get('Description') ?? '',
      date_created: now,
      date_updated: now,
    };
    sinks.set(sink.sid, sink);
    return context.json(sinkResource(sink), 201);
  });

  app.get('/v1/Sinks/:sid', (context) => {
    const sink = context.get('account').sinks.get(context.req.param('sid'));
    return sink === undefined ? notFound(context) : context.json(sinkResource(sink));
  });

  app.post('/v1/Sinks/:sid', async (context) => {
    const sink = context.get('account').sinks.get(context.req.param('sid'));
    if (sink === undefined) return notFound(context);
    const description = (await form(context)).get('Description');
    if (description === null) return missing(context, 'Description');
    sink.description = description;
    return context.json(sinkResource(sink));
  });

  app.delete('/v1/Sinks/:sid', (context) => {
    const { sinks, subscriptions } = context.get('account');
    const sid = context.req.param('sid');
    if (!sinks.has(sid)) return notFound(context);
    if ([...subscriptions.values()].some(({ sink_sid }) => sink_sid === sid)) {
      return error(context, 400, 20001, `Sink with SID ${sid} is in use`);
    }
    sinks.delete(sid);
    return context.body(null, 204);
  });

  app.post('/v1/Sinks/:sid/Test', (context) => {
    const sink = context.get('account').sinks.get(context.req.param('sid'));
    if (sink === undefined) return notFound(context);
    // A second test makes the first one's id void.
    sink.testId = randomUUID();
    if (behaviour.sinks === 'validated') sink.status = 'validating';
    if (behaviour.testEventsArrive) {
      const event = testEventSample({
        accountSid: behaviour.testEventOf ?? context.get('accountSid'),
        testId: sink.testId,
        time: new Date().toISOString(),
      });
      const arrives = putTestEvent(
        { ...event, data: behaviour.testData === 'text' ? JSON.stringify(event.data) : event.data },
        String(sink.sink_configuration.arn),
      );
      arriving.add(arrives);
      arrives.finally(() => arriving.delete(arrives));
    }
    return context.json({ result: 'submitted' }, 201);
  });

  app.post('/v1/Sinks/:sid/Validate', async (context) => {
    const sink = context.get('account').sinks.get(context.req.param('sid'));
    if (sink === undefined) return notFound(context);
    const testId = (await form(context)).get('TestId');
    if (testId === null) return missing(context, 'TestId');
    if (behaviour.sinks === 'validated') {
      if (sink.testId !== testId) return error(context, 400, 20001, 'Invalid TestId');
      sink.status = behaviour.validationWorks ? 'active' : 'failed';
    }
    return context.json({ result: 'valid' }, 201);
  });

  app.get('/v1/Subscriptions', (context) => {
    const asked = context.req.query('SinkSid');
    const listed = [...context.get('account').subscriptions.values()].filter(
      ({ sink_sid }) => asked === undefined || sink_sid === asked,
    );
    return page(
      context,
      'subscriptions',
      listed.map((subscription) => subscriptionResource(subscription, context.get('accountSid'))),
    );
  });

  app.post('/v1/Subscriptions', async (context) => {
    const fields = await form(context);
    const { sinks, subscriptions } = context.get('account');
    for (const name of ['Description', 'SinkSid', 'Types']) if (!fields.has(name)) return missing(context, name);
    const sink = sinks.get(fields.get('SinkSid') ?? '');
    if (sink === undefined) return error(context, 400, 20001, `Sink ${fields.get('SinkSid')} not found`);
    if (sink.status !== 'active') return error(context, 400, 20001, `Sink with SID ${sink.sid} is not active`);
    if ([...subscriptions.values()].some(({ sink_sid }) => sink_sid === sink.sid)) {
      return error(context, 400, 20001, `Sink with SID ${sink.sid} is in use`);
    }
    const types = new Map<string, number>();
    for (const text of fields.getAll('Types')) {
      // A list in one field has no member `type`.
      const { type, schema_version: schemaVersion = latest(type) } = parseObject(text) ?? {};
      const problem = typeProblem(type, Number(schemaVersion));
      if (problem !== undefined) return error(context, 400, 20001, problem);
      types.set(String(type), Number(schemaVersion));
    }
    const now = twilioTime();
    const subscription: FakeSubscription = {
      sid: newSid('DF'),
      sink_sid: sink.sid,
      description: fields.get('Description') ?? '',
      date_created: now,
      date_updated: now,
      types,
    };
    subscriptions.set(subscription.sid, subscription);
    return context.json(subscriptionResource(subscription, context.get('accountSid')), 201);
  });

  app.get('/v1/Subscriptions/:sid', (context) => {
    const subscription = context.get('account').subscriptions.get(context.req.param('sid'));
    return subscription === undefined
      ? notFound(context)
      : context.json(subscriptionResource(subscription, context.get('accountSid')));
  });

  app.delete('/v1/Subscriptions/:sid', (context) => {
    const deleted = context.get('account').subscriptions.delete(context.req.param('sid'));
    return deleted ? context.body(null, 204) : notFound(context);
  });

  app.get('/v1/Subscriptions/:sid/SubscribedEvents', (context) => {
    const sid = context.req.param('sid');
    const subscription = context.get('account').subscriptions.get(sid);
    if (subscription === undefined) return notFound(context);
    const accountSid = context.get('accountSid');
    const types = [...subscription.types].map(([type, version]) => subscribedEvent(sid, accountSid, type, version));
    return page(context, 'types', types);
  });

  app.post('/v1/Subscriptions/:sid/SubscribedEvents', async (context) => {
    const sid = context.req.param('sid');
    const subscription = context.get('account').subscriptions.get(sid);
    if (subscription === undefined) return notFound(context);
    const fields = await form(context);
    const type = fields.get('Type');
    if (type === null) return missing(context, 'Type');
    const version = Number(fields.get('SchemaVersion') ?? latest(type));
    const problem = typeProblem(type, version);
    if (problem !== undefined) return error(context, 400, 20001, problem);
    const isNew = !subscription.types.has(type);
    subscription.types.set(type, version);
    return context.json(subscribedEvent(sid, context.get('accountSid'), type, version), isNew ? 201 : 200);
  });

  app.on(['GET', 'POST', 'DELETE'], '/v1/Subscriptions/:sid/SubscribedEvents/:type', async (context) => {
    const { sid, type } = context.req.param();
    const types = context.get('account').subscriptions.get(sid)?.types;
    const was = types?.get(type);
    if (types === undefined || was === undefined) return notFound(context);
    if (context.req.method === 'DELETE') {
      types.delete(type);
      return context.body(null, 204);
    }
    const asked = context.req.method === 'POST' ? (await form(context)).get('SchemaVersion') : null;
    const version = Number(asked ?? was);
    const problem = typeProblem(type, version);
    if (problem !== undefined) return error(context, 400, 20001, problem);
    types.set(type, version);
    return context.json(subscribedEvent(sid, context.get('accountSid'), type, version));
  });

  app.get('/v1/Types/:type', (context) => {
    const type = context.req.param('type');
    const schema = SCHEMA_OF.get(type);
    if (!isKnown(type)) return notFound(context);
    return context.json({
      date_created: '2020-08-13T13:28:20Z',
      date_updated: '2020-08-13T13:28:20Z',
      type,
      schema_id: schema,
      status: behaviour.typeStatus[type] ?? 'available',
      documentation_url: null,
      description: 'Voice Insights call event',
      url: url(context.req.path),
      links: { schema: url(`/v1/Schemas/${schema}/Versions`) },
    });
  });

  app.get('/v1/Schemas/:id/Versions', (context) => {
    const id = context.req.param('id');
    if (![...SCHEMA_OF.values()].includes(id)) return notFound(context);
    return page(
      context,
      'schema_versions',
      versionsOf(id).map((version) => ({
        id,
        schema_version: version,
        date_created: '2020-07-30T20:00:00Z',
        url: url(`${context.req.path}/${version}`),
        raw: `https://events-schemas.twilio.com/${id}/${version}`,
      })),
    );
  });

  app.get('/v1/Voice/Settings', (context) => {
    if (behaviour.settings !== 'shown') return error(context, behaviour.settings, 20003, 'Authenticate');
    return context.json({
      account_sid: context.get('accountSid'),
      voice_trace: false,
      advanced_features: context.get('account').advancedFeatures,
      url: url('/v1/Voice/Settings'),
    });
  });

  // https://www.twilio.com/docs/usage/monitor-alert
  app.get('/v1/Alerts', (context) => {
    const { LogLevel, StartDate = '' } = context.req.query();
    if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$/.test(StartDate)) return error(context, 400, 20001, 'Invalid StartDate');
    if (Date.parse(StartDate) < Date.now() - ALERTS_KEPT_MS) return error(context, 400, 20001, 'StartDate is too old');
    const listed = context
      .get('account')
      .alerts.filter(
        ({ log_level, date_created }) =>
          (LogLevel === undefined || log_level === LogLevel) && Date.parse(date_created) >= Date.parse(StartDate),
      );
    return page(context, 'alerts', listed);
  });

  // https://www.twilio.com/docs/voice/api/call-resource
  app.get('/2010-04-01/Accounts/:sid/Calls.json', (context) => {
    const [after, before] = ['StartTime>', 'StartTime<'].map((name) => Date.parse(context.req.query(name) ?? ''));
    const calls = context
      .get('account')
      .calls.filter((startMs) => startMs >= (after ?? 0) && startMs <= (before ?? 0))
      .map((startMs) => ({ sid: `CA${'1'.repeat(32)}`, start_time: new Date(startMs).toUTCString() }));
    return context.json({ calls, next_page_uri: null });
  });

  // Of a subaccount, to its main account.
  app.get('/2010-04-01/Accounts/:file', (context) => {
    const sid = context.req.param('file').replace(/\.json$/, '');
    const account = accounts.get(sid);
    return account === undefined
      ? notFound(context)
      : context.json({ sid, status: account.status, auth_token: account.authToken });
  });

  app.notFound((context) => notFound(context as unknown as Answer));

  const account = addAccount(ACCOUNT_SID, AUTH_TOKEN);
  const server = await listen(createServer(getRequestListener(app.fetch)), 0, 'PORT');

  return {
    url: server.url,
    behaviour,
    requests,
    /** Of `ACCOUNT_SID`. */
    account,
    addAccount,
    /** What the command line needs to talk to this Twilio. */
    env: {
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_EVENTS_URL: server.url,
      TWILIO_INSIGHTS_URL: server.url,
      TWILIO_API_URL: server.url,
      TWILIO_MONITOR_URL: server.url,
    },
    /** Requests that change something. */
    writes: () => requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`),
    /** Forgets what was asked, and counts writes from here on. */
    forgetRequests() {
      requests.length = 0;
      writes = 0;
    },
    /** Every account as on its first day. */
    clear() {
      for (const { sinks, subscriptions, keys } of accounts.values()) {
        sinks.clear();
        subscriptions.clear();
        keys.clear();
      }
      Object.assign(account, { advancedFeatures: true, status: 'active', alerts: [], calls: [] });
      Object.assign(behaviour, {
        settings: 'shown',
        versions: [1, 2, 3],
        summaryVersions: SUMMARY_VERSIONS,
        throttled: 0,
        failing: [],
        typeStatus: {},
        validationWorks: true,
        testEventsArrive: true,
        maxSinks: MAX_SINKS,
      });
      delete behaviour.testEventOf;
      this.forgetRequests();
      delete behaviour.breakAt;
      delete behaviour.onWrite;
    },
    async close() {
      await Promise.all(arriving);
      await server.close();
    },
  };
}

export type FakeTwilio = Awaited<ReturnType<typeof startFakeTwilio>>;

function newSid(prefix: string): string {
  return `${prefix}${randomBytes(16).toString('hex')}`;
}

/** To the second, as Twilio writes it. */
function twilioTime(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

function parseObject(text: string | null): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
