import type { CallCloudEvent } from '../families/call-event/call-event.ts';
import { ACCOUNT_SID, callCloudEvent, eventId } from '../samples/builders.ts';
import { createRandom, type Random } from '../samples/random.ts';

export interface IncidentOptions {
  /** When it is, epoch ms: the last event is just before. */
  nowMs: number;
  seed?: number;
  /** Errors in all, of 24 hours: about a tenth are those of the hidden cause. */
  errors?: number;
  warnings?: number;
  /** Whose calls these are. */
  account?: string;
}

/** What makes the hidden cause: all three, on nearly all of its calls. */
export const HIDDEN = {
  cause: 'code:53405',
  code: 53405,
  sdkVersion: '2.18.3',
  browser: 'Firefox 144',
  region: 'au1',
  /** Before now. */
  sinceMs: 70 * 60_000,
} as const;

const DAY_MS = 86_400_000;
const NOISE = [
  [31005, 'Connection error', 30],
  [31003, 'Connection timeout', 22],
  [31009, 'Transport error', 16],
  [31208, 'User denied access to microphone', 14],
  [53000, 'Signaling connection error', 10],
  [20104, 'Access token expired', 8],
] as const;
const WARNINGS = [
  ['network-quality-warning-raised', 'high-jitter', 40],
  ['network-quality-warning-raised', 'high-rtt', 25],
  ['network-quality-warning-raised', 'low-mos', 20],
  ['audio-level-warning-raised', 'constant-audio-input-level', 15],
] as const;
const VERSIONS = [
  ['2.18.3', 20],
  ['2.18.1', 45],
  ['2.17.0', 35],
] as const;
const BROWSERS = [
  ['Chrome', '142', 52],
  ['Firefox', '144', 26],
  ['Edge', '142', 22],
] as const;
const REGIONS = [
  ['us1', 'ashburn', 'US', 44],
  ['ie1', 'dublin', 'IE', 24],
  ['au1', 'sydney', 'AU', 16],
  ['jp1', 'tokyo', 'JP', 16],
] as const;

interface Caller {
  sid: string;
  sdk_edge: { metadata: object };
}

/**
 * Events of a day with one hidden cause: errors 53405, all of the last 70 minutes, nearly all of SDK 2.18.3 on Firefox in
 * au1, among a steady noise of other errors and of warnings. The same options give the same events, whatever else is made.
 */
export function incident({
  nowMs,
  seed = 1,
  errors = 10_030,
  warnings = 4_444,
  account = ACCOUNT_SID,
}: IncidentOptions): CallCloudEvent[] {
  const random = createRandom(seed);
  const hidden = Math.round(errors / 10);
  const events: CallCloudEvent[] = [];
  const add = (caller: Caller, agoMs: number, data: Record<string, unknown>) => {
    const timestamp = new Date(nowMs - agoMs).toISOString();
    const { metadata } = caller.sdk_edge;
    const edge = { ...(data.sdk_edge as object), metadata };
    events.push(
      callCloudEvent(
        { id: eventId(seed * 1_000_000 + events.length) },
        { call_sid: caller.sid, account_sid: account, timestamp, ...data, sdk_edge: edge },
      ),
    );
  };
  const error = (code: number, message: string) => ({
    level: 'ERROR',
    group: 'connection',
    name: 'error',
    sdk_edge: { error: { code, message } },
  });
  for (let left = errors; left > 0; ) {
    const isHidden = left > errors - hidden;
    const caller = drawCaller(random, isHidden && random.chance(0.97));
    const agoMs = random.integer(1_000, isHidden ? HIDDEN.sinceMs : DAY_MS - 60_000);
    const [code, message] = isHidden ? [HIDDEN.code, 'Media connection failed'] : drawNoise(random);
    // Some say it again.
    const times = Math.min(left, random.chance(0.3) ? 2 : 1);
    for (let time = 0; time < times; time += 1) add(caller, Math.max(1, agoMs - time * 500), error(code, message));
    left -= times;
  }
  for (let left = warnings; left > 0; ) {
    const caller = drawCaller(random, false);
    const agoMs = random.integer(60_000, DAY_MS - 60_000);
    const times = Math.min(left, random.integer(1, 4));
    for (let time = 0; time < times; time += 1) {
      const [group, name] = weighted(random, WARNINGS);
      add(caller, agoMs - time * 5_000, { level: 'WARNING', group, name, sdk_edge: { metric: { threshold: 30 } } });
    }
    left -= times;
  }
  return events;
}

function drawNoise(random: Random): [number, string] {
  const [code, message] = weighted(random, NOISE);
  return [code, message];
}

function drawCaller(random: Random, isHidden: boolean): Caller {
  const version = isHidden ? HIDDEN.sdkVersion : weighted(random, VERSIONS)[0];
  const [name, major] = isHidden ? ['Firefox', '144'] : weighted(random, BROWSERS);
  const [region, edge_location, country_code] = isHidden
    ? (['au1', 'sydney', random.chance(0.8) ? 'AU' : 'NZ'] as const)
    : weighted(random, REGIONS);
  return {
    sid: random.sid('CA'),
    sdk_edge: {
      metadata: {
        client_name: `agent-${random.integer(1, 900)}`,
        country_code,
        sdk: {
          type: 'twilio-voice-js',
          version,
          region,
          edge_location,
          browser: { name, major, version: `${major}.0` },
          os: { name: 'Windows', version: '11' },
        },
      },
    },
  };
}

/** The last element of each choice is its weight. */
function weighted<Choice extends readonly [...unknown[], number]>(random: Random, choices: readonly Choice[]): Choice {
  return random.weighted(choices.map((choice) => [choice, Number(choice.at(-1))] as const));
}
