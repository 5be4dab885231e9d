import type { CallEvent } from '../../families/call-event/call-event.ts';
import type { SampleCloudEvent } from '../../families/call-event/sample.ts';
import type { ClientMetadata } from '../client.ts';
import type { GatewayMetadata } from '../gateway.ts';
import type { GatewayEdge } from '../moment.ts';

type Feedback = NonNullable<CallEvent['sdk_edge']>['feedback'];

/** What the events of one call say of it; times are epoch milliseconds. */
export interface Story {
  callSid: string;
  accountSid: string;
  startMs: number;
  endMs: number;
  /** Undefined where nobody answered. */
  answeredMs?: number;
  /** When it rang at the other end. */
  rangMs?: number;
  sdk?: ClientMetadata;
  gateways: Partial<Record<GatewayEdge, GatewayMetadata>>;
  /** As the SDK sees it. */
  direction?: 'incoming' | 'outgoing';
  endedBy?: 'local' | 'remote' | 'rejected' | 'cancelled';
  /** Share of the time after the answer in which a warning stood, by its name. */
  warned: ReadonlyMap<string, number>;
  /** ICE gave up. */
  iceFailed: boolean;
  feedback?: Feedback;
  levels: Record<string, number>;
  /** Twilio writes the groups with underscores here. */
  groups: Record<string, number>;
  errors: Record<string, number>;
  relay: readonly SampleCloudEvent[];
}

const GATEWAYS = ['carrier_edge', 'sip_edge', 'client_edge'] as const;
const ENDS: Readonly<Record<string, Story['endedBy']>> = {
  'disconnected-by-local': 'local',
  'disconnected-by-remote': 'remote',
  'rejected-by-local': 'rejected',
  cancel: 'cancelled',
};

/** @param events of one call, at least one of them, in the order of their times */
export function storyOf(events: readonly SampleCloudEvent[]): Story {
  const [first] = events;
  if (first === undefined) throw new RangeError('a call has events');
  const sdkEvents = events.filter(({ data }) => data.edge === 'sdk_edge');
  const connection = events.filter(({ data }) => data.group === 'connection');
  const during = events.filter(({ data }) => data.group !== 'feedback');
  const at = (names: readonly string[]) => timeMs(connection.find(({ data }) => names.includes(String(data.name))));
  const startMs = Date.parse(first.time);
  const endMs = timeMs(during.at(-1)) ?? startMs;
  const answeredMs = at(['accepted-by-remote', 'accepted-by-local', 'connected', 'answered']);
  return {
    callSid: first.data.call_sid,
    accountSid: String(first.data.account_sid),
    startMs,
    endMs,
    ...present({
      answeredMs,
      rangMs: at(['outgoing-ringing', 'ringing']),
      sdk: sdkEvents.flatMap(({ data }) => data.sdk_edge?.metadata ?? [])[0],
      direction: (['incoming', 'outgoing'] as const).find((name) => at([name]) !== undefined),
      endedBy: connection.flatMap(({ data }) => ENDS[String(data.name)] ?? [])[0],
      feedback: events.flatMap(({ data }) => data.sdk_edge?.feedback ?? [])[0],
    }),
    gateways: present(
      Object.fromEntries(
        GATEWAYS.map((edge) => [edge, events.flatMap(({ data }) => data[edge]?.metadata ?? [])[0]] as const),
      ),
    ),
    warned: warnings(sdkEvents, answeredMs ?? startMs, endMs),
    iceFailed: sdkEvents.some(({ data }) => data.group === 'ice-connection-state' && data.name === 'failed'),
    levels: counts(sdkEvents.map(({ data }) => data.level)),
    groups: counts(sdkEvents.map(({ data }) => data.group?.replaceAll('-', '_'))),
    errors: counts(sdkEvents.map(({ data }) => data.sdk_edge?.error?.code)),
    relay: events.filter(({ data }) => data.group === 'conversation_relay'),
  };
}

function warnings(events: readonly SampleCloudEvent[], fromMs: number, toMs: number): Map<string, number> {
  const raised = events.filter(({ data }) => data.group?.endsWith('-raised'));
  const shares = new Map<string, number>();
  for (const warning of raised) {
    const name = String(warning.data.name);
    const cleared = events.find(
      ({ time, data }) => time >= warning.time && data.name === name && data.group?.endsWith('-cleared'),
    );
    const lastsMs = (timeMs(cleared) ?? toMs) - Date.parse(warning.time);
    shares.set(name, (shares.get(name) ?? 0) + lastsMs / Math.max(1, toMs - fromMs));
  }
  return shares;
}

function counts(values: readonly unknown[]): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const value of values) {
    if (value !== undefined && value !== null) counted[String(value)] = (counted[String(value)] ?? 0) + 1;
  }
  return counted;
}

function timeMs(event: SampleCloudEvent | undefined): number | undefined {
  return event && Date.parse(event.time);
}

function present<Values extends object>(values: Values): { [Name in keyof Values]?: NonNullable<Values[Name]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Values]?: NonNullable<Values[Name]>;
  };
}
