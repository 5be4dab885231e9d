import { createServer, type IncomingMessage } from 'node:http';
import { isMediaEdge, type MediaEdge, mediaEdge } from '../../families/call-event/media-edge.ts';
import { listen } from '../../local/embedded-server.ts';
import { ACCOUNT_SID } from '../../samples/builders.ts';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';

const MAX_PAGE_SIZE = 1000;
export const AUTH_TOKEN = 'the-token-of-the-account';
export const SUBACCOUNT_SID = `AC${'5'.repeat(32)}`;
const TOKENS: Readonly<Record<string, string>> = {
  [ACCOUNT_SID]: AUTH_TOKEN,
  [SUBACCOUNT_SID]: 'the-token-of-the-subaccount',
};

/** A call as Twilio knows it. */
export interface FakeCall {
  sid: string;
  /** The main account's where none is given. */
  accountSid?: string;
  parentSid?: string;
  direction?: string;
  startMs: number;
  /** Undefined while it goes on. */
  endMs?: number;
  /** One that did not complete, such as `busy`, has no `end_time` even so. */
  status?: string;
  /** By the type of the call: what is shown where nobody asks for an edge. */
  defaultEdge: MediaEdge;
  /** In the form of `toRestEvent`. */
  events: JsonObject[];
  /** In the form of `toRestMetric`. */
  metrics?: JsonObject[];
  /** Members of its summary. It is complete where the call has ended, unless they say otherwise. */
  summary?: JsonObject;
  /** What the resources of its events and its summary answer instead. */
  refusal?: { status: number; code: number; message: string };
}

/** A conference as Twilio's resource has it, and its participants. */
export interface FakeConference {
  conference: JsonObject;
  participants: JsonObject[];
}

/** As long as there is an element, the next request is answered with it. */
export type FakeTrouble = { status: number; code: number; message: string };

/**
 * Twilio's Insights API, and of its API for calls the part that tells legs, as documented, of an account and one
 * subaccount. On `api.twilio.com` the account's credential reaches into both; by the others it sees its own.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource
 * https://www.twilio.com/docs/voice/api/call-resource
 */
export async function startFakeInsights(initial: FakeCall[] = []) {
  const calls = [...initial];
  const conferences: FakeConference[] = [];
  const requests: string[] = [];
  const troubles: FakeTrouble[] = [];
  let base = '';

  function answerTo(request: IncomingMessage): Answer {
    const url = new URL(request.url ?? '/', base);
    requests.push(`${url.pathname}${url.search}`);
    const own = accountOf(request.headers.authorization);
    if (own === undefined) return failure(401, 20003, 'Authenticate');
    const trouble = troubles.shift();
    if (trouble !== undefined) return failure(trouble.status, trouble.code, trouble.message);
    const [, sid = ''] = /^\/v1\/Voice\/(CA\w+)\/Events$/.exec(url.pathname) ?? [];
    if (sid !== '') return eventsOf(own, sid, url);
    const [, ofMetrics = ''] = /^\/v1\/Voice\/(CA\w+)\/Metrics$/.exec(url.pathname) ?? [];
    if (ofMetrics !== '') return metricsOf(own, ofMetrics, url);
    if (url.pathname === '/v1/Voice/Summaries') return summaries(own, url);
    if (url.pathname.startsWith('/v1/Conferences')) return ofConferences(url);
    const [, ofSummary = ''] = /^\/v1\/Voice\/(CA\w+)\/Summary$/.exec(url.pathname) ?? [];
    if (ofSummary !== '') return oneSummary(own, ofSummary, url);
    const [, account = '', isOfCalls, callSid] =
      /^\/2010-04-01\/Accounts\/(AC\w+)(\/Calls(?:\/(CA\w+))?)?\.json$/.exec(url.pathname) ?? [];
    if (!(account in TOKENS) || (own !== ACCOUNT_SID && own !== account)) return notFound(url);
    if (!isOfCalls) return { status: 200, body: { sid: account, status: 'active', auth_token: TOKENS[account] } };
    return callSid === undefined ? callList(account, url) : oneCall(account, callSid, url);
  }

  const callsOf = (account: string) => calls.filter(({ accountSid = ACCOUNT_SID }) => accountSid === account);

  function eventsOf(account: string, sid: string, url: URL): Answer {
    const call = callsOf(account).find((each) => each.sid === sid);
    if (call === undefined) return notFound(url);
    if (call.refusal !== undefined) return failure(call.refusal.status, call.refusal.code, call.refusal.message);
    const edge = url.searchParams.get('Edge');
    if (edge !== null && !isMediaEdge(edge)) return failure(400, 17400, 'Invalid query parameter Edge');
    const shown = call.events.filter((event) => {
      const own = mediaEdge(event);
      return edge === null ? own === undefined || own === call.defaultEdge : own === edge;
    });
    return page(url, 'events', shown);
  }

  function metricsOf(account: string, sid: string, url: URL): Answer {
    const call = callsOf(account).find((each) => each.sid === sid);
    if (call === undefined) return notFound(url);
    if (call.refusal !== undefined) return failure(call.refusal.status, call.refusal.code, call.refusal.message);
    const edge = url.searchParams.get('Edge') ?? call.defaultEdge;
    if (!isMediaEdge(edge)) return failure(400, 17400, 'Invalid query parameter Edge');
    return page(
      url,
      'metrics',
      (call.metrics ?? []).filter((metric) => metric.edge === edge),
    );
  }

  function summaries(account: string, url: URL): Answer {
    const from = Date.parse(url.searchParams.get('StartTime') ?? '');
    const to = Date.parse(url.searchParams.get('EndTime') ?? '');
    const complete = callsOf(account).filter(
      ({ endMs }) => endMs !== undefined || url.searchParams.get('ProcessingState') === 'all',
    );
    const started = complete.filter(({ startMs }) => startMs >= from && startMs <= to);
    return page(
      url,
      'call_summaries',
      // The document's examples have the list's own address on each.
      started.map((call) => ({ ...summaryResource(call), url: url.href })),
    );
  }

  /** Of a call that it still puts together, only where somebody asks for what there is. */
  function oneSummary(account: string, sid: string, url: URL): Answer {
    const call = callsOf(account).find((each) => each.sid === sid);
    if (call?.refusal !== undefined) return failure(call.refusal.status, call.refusal.code, call.refusal.message);
    const summary = call && summaryResource(call);
    const isShown = summary?.processing_state === (url.searchParams.get('ProcessingState') ?? 'complete');
    return isShown ? { status: 200, body: { ...summary, url: url.href } } : notFound(url);
  }

  function page(url: URL, key: string, elements: readonly unknown[]): Answer {
    const size = Number(url.searchParams.get('PageSize') ?? 50);
    if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE_SIZE) {
      return failure(400, 17400, 'Invalid query parameter PageSize');
    }
    const token = url.searchParams.get('PageToken');
    const number = Number(url.searchParams.get('Page') ?? 0);
    if (number > 0 && token !== `PT${number}`) return failure(400, 17400, 'Invalid query parameter PageToken');
    const link = (to: number) => {
      const linked = new URL(url);
      linked.searchParams.set('PageSize', String(size));
      linked.searchParams.set('Page', String(to));
      linked.searchParams.delete('PageToken');
      if (to > 0) linked.searchParams.set('PageToken', `PT${to}`);
      return linked.href;
    };
    const meta = {
      page: number,
      page_size: size,
      first_page_url: link(0),
      previous_page_url: number > 0 ? link(number - 1) : null,
      url: link(number),
      next_page_url: (number + 1) * size < elements.length ? link(number + 1) : null,
      key,
    };
    return { status: 200, body: { meta, [key]: elements.slice(number * size, (number + 1) * size) } };
  }

  /** https://www.twilio.com/docs/voice/voice-insights/api/conference/conference-summary-resource */
  function ofConferences(url: URL): Answer {
    const [, , , sid, part] = url.pathname.split('/');
    if (sid === undefined) {
      const [from, to] = ['CreatedAfter', 'CreatedBefore'].map((name) => url.searchParams.get(name) ?? '');
      const isMade = ({ create_time: time }: JsonObject) => String(time) >= String(from) && String(time) <= String(to);
      return page(url, 'conferences', conferences.map(({ conference }) => conference).filter(isMade));
    }
    const found = conferences.find(({ conference }) => conference.conference_sid === sid);
    if (found === undefined) return notFound(url);
    if (part === 'Participants') return page(url, 'participants', found.participants);
    return { status: 200, body: found.conference };
  }

  function oneCall(account: string, sid: string, url: URL): Answer {
    const call = callsOf(account).find((each) => each.sid === sid);
    return call === undefined ? notFound(url) : { status: 200, body: callResource(call) };
  }

  /** Of the API of 2010: pages with links that are paths. */
  function callList(account: string, url: URL): Answer {
    const children = callsOf(account).filter(({ parentSid }) => parentSid === url.searchParams.get('ParentCallSid'));
    const size = Number(url.searchParams.get('PageSize') ?? 50);
    const number = Number(url.searchParams.get('Page') ?? 0);
    const link = (to: number) => {
      const linked = new URL(url);
      linked.searchParams.set('Page', String(to));
      return `${linked.pathname}${linked.search}`;
    };
    const more = (number + 1) * size < children.length;
    return {
      status: 200,
      body: {
        page: number,
        page_size: size,
        uri: link(number),
        first_page_uri: link(0),
        previous_page_uri: number > 0 ? link(number - 1) : null,
        next_page_uri: more ? link(number + 1) : null,
        calls: children.slice(number * size, (number + 1) * size).map(callResource),
      },
    };
  }

  const server = createServer((request, response) => {
    const { status, body } = answerTo(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const { url, close } = await listen(server, 0, 'PORT');
  base = url;

  return {
    url,
    /** Path and query of every request. */
    requests,
    add: (...more: FakeCall[]) => void calls.push(...more),
    addConferences: (...more: FakeConference[]) => void conferences.push(...more),
    /** The next requests are answered with these, one each. */
    failNext: (...next: FakeTrouble[]) => void troubles.push(...next),
    /** What a command finds it by. */
    environment: {
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_INSIGHTS_URL: url,
      TWILIO_API_URL: url,
    },
    stop: close,
  };
}

export type FakeInsights = Awaited<ReturnType<typeof startFakeInsights>>;

interface Answer {
  status: number;
  body: unknown;
}

/** Whose credential this is; undefined where it is nobody's. */
function accountOf(authorization = ''): string | undefined {
  const [sid = '', token] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':');
  return token !== undefined && TOKENS[sid] === token ? sid : undefined;
}

function failure(status: number, code: number, message: string): Answer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

function notFound({ pathname }: URL): Answer {
  return failure(404, 20404, `The requested resource ${pathname} was not found`);
}

function summaryResource({ sid, accountSid = ACCOUNT_SID, startMs, endMs, summary }: FakeCall): JsonObject {
  return {
    call_sid: sid,
    account_sid: accountSid,
    processing_state: endMs === undefined ? 'partial' : 'complete',
    created_time: isoSeconds(startMs),
    start_time: isoSeconds(startMs),
    end_time: endMs === undefined ? null : isoSeconds(endMs),
    sdk_edge: null,
    tags: null,
    ...summary,
  };
}

function callResource({ sid, parentSid, direction = 'inbound', startMs, endMs, ...call }: FakeCall) {
  const status = call.status ?? (endMs === undefined ? 'in-progress' : 'completed');
  return {
    sid,
    parent_call_sid: parentSid ?? null,
    date_created: rfc2822(startMs),
    date_updated: rfc2822(endMs ?? startMs),
    start_time: rfc2822(startMs),
    end_time: endMs === undefined || status !== 'completed' ? null : rfc2822(endMs),
    direction,
    status,
  };
}

function rfc2822(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}

function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

const TIME = {
  seconds: (text: string) => text.replace(/\.\d+Z$/, 'Z'),
  'without zeros': (text: string) => text.replace(/\.?0*Z$/, 'Z'),
  'as it came': (text: string) => text,
};

export interface RestForm {
  /** Whole seconds, or with a fraction where there is one, both of which the document's examples have; or as it came. */
  time?: keyof typeof TIME;
  /** Leave `edge` out where the stream has a location there, instead of null. */
  withoutEdge?: boolean;
  /** As the document's examples of Conversation Relay are, though it defines one. */
  withoutPayload?: boolean;
}

/**
 * An event of the stream as the REST resource shows it: no id, null for every side that has nothing, members that the
 * stream always has left out, times of less precision, members in another order.
 */
export function toRestEvent(
  data: JsonObject,
  { time = 'seconds', withoutEdge = false, withoutPayload = false }: RestForm = {},
): JsonObject {
  const edge = isMediaEdge(data.edge) ? data.edge : null;
  const { sdk_edge: sdkEdge, timestamp, level } = data;
  const entries = Object.entries({
    carrier_edge: null,
    sip_edge: null,
    client_edge: null,
    ...data,
    timestamp: typeof timestamp === 'string' ? TIME[time](timestamp) : timestamp,
    level: level === 'UNKNOWN' ? null : (level ?? null),
    sdk_edge: isJsonObject(sdkEdge) ? leaner(sdkEdge) : null,
    edge,
  }).reverse();
  const isLeftOut = (name: string) =>
    (withoutEdge && name === 'edge' && edge === null) || (withoutPayload && name === 'conversation_relay_data');
  return Object.fromEntries(entries.filter(([name]) => !isLeftOut(name)));
}

/** A sample of the stream as the REST resource shows it: leaner, and with times of less precision where that is said. */
export function toRestMetric(data: JsonObject, { time = 'as it came' }: Pick<RestForm, 'time'> = {}): JsonObject {
  const { sdk_edge: sdkEdge, timestamp } = data;
  return {
    ...data,
    timestamp: typeof timestamp === 'string' ? TIME[time](timestamp) : timestamp,
    sdk_edge: isJsonObject(sdkEdge) ? leaner(sdkEdge) : null,
  };
}

function leaner(sdkEdge: JsonObject): JsonObject {
  const { error, metadata, ...rest } = sdkEdge;
  return {
    ...(isJsonObject(error) && { error: { code: error.code ?? null } }),
    ...rest,
    ...(isJsonObject(metadata) && { metadata: { ...metadata, sdk: leanSdk(metadata.sdk) } }),
  };
}

function leanSdk(sdk: unknown): unknown {
  if (!isJsonObject(sdk)) return sdk;
  const { region, edge_location, engine, browser, ...rest } = sdk;
  return rest;
}
