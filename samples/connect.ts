import type { Random } from './random.ts';
import type { SdkScript } from './script.ts';

export interface Connecting {
  direction: 'incoming' | 'outgoing';
  tellsDtls: boolean;
  /** `candidates`: Twilio never answers the offer. `ringing`: it rings, and no media come. */
  upTo: 'candidates' | 'ringing' | 'media';
  /** What the SDK calls the ringing at the other end. */
  ringing: string;
}

type CandidatePair = { local: Candidate; remote: Candidate };
type Candidate = { type: string; protocol: string };

/** Twilio's side is a public host; what differs is how the caller gets there. */
const CANDIDATE_PAIRS: readonly (readonly [CandidatePair, number])[] = [
  [pair('host', 'udp'), 25],
  [pair('srflx', 'udp'), 60],
  [pair('prflx', 'udp'), 8],
  [pair('relay', 'udp'), 5],
  [pair('relay', 'tcp'), 2],
];

/** The WebRTC handshake as the SDK reports it: 14 to 24 events in less than a second, several in one millisecond. */
export function connect(script: SdkScript, random: Random, { direction, tellsDtls, upTo, ringing }: Connecting): void {
  script.debug('signaling-state', direction === 'outgoing' ? 'have-local-offer' : 'have-remote-offer');
  if (direction === 'incoming') script.debug('signaling-state', 'stable');
  script.wait(1, 4);
  script.debug('ice-gathering-state', 'gathering');
  gather(script, random);
  if (upTo === 'candidates') return;
  if (direction === 'outgoing') {
    script.wait(60, 250);
    script.info('connection', ringing);
    script.wait(2, 12);
    if (upTo === 'media') script.debug('signaling-state', 'stable');
  }
  if (upTo === 'media') openMedia(script, random, tellsDtls);
  script.wait(1, 9);
  script.debug('ice-gathering-state', 'complete');
}

/** The same handshake on a connection that was lost, begun by the SDK itself: fewer candidates, nobody rings. */
export function reconnect(script: SdkScript, random: Random): void {
  script.debug('signaling-state', 'have-local-offer');
  script.debug('ice-gathering-state', 'gathering');
  script.wait(0, 5);
  script.debug('ice-candidate', 'ice-candidate');
  script.wait(80, 300);
  script.debug('signaling-state', 'stable');
  script.debug('ice-connection-state', 'checking');
  script.wait(60, 400);
  script.debug('ice-connection-state', 'connected');
  selectPair(script, random);
}

function gather(script: SdkScript, random: Random): void {
  const candidates = random.integer(5, 10);
  for (let candidate = 0; candidate < candidates; candidate += 1) {
    // A browser hands over the candidates of one interface in one go.
    if (random.chance(0.75)) script.wait(1, 25);
    script.debug('ice-candidate', 'ice-candidate');
  }
}

function openMedia(script: SdkScript, random: Random, tellsDtls: boolean): void {
  script.debug('pc-connection-state', 'connecting');
  script.wait(0, 2);
  script.debug('ice-connection-state', 'checking');
  script.wait(20, 120);
  script.debug('ice-connection-state', 'connected');
  script.wait(0, 2);
  if (tellsDtls) script.debug('dtls-transport-state', 'connecting');
  script.wait(0, 2);
  selectPair(script, random);
  script.wait(15, 90);
  if (tellsDtls) script.debug('dtls-transport-state', 'connected');
  script.wait(0, 2);
  script.debug('pc-connection-state', 'connected');
  script.wait(1, 20);
  if (random.chance(0.6)) script.debug('ice-connection-state', 'completed');
}

function selectPair(script: SdkScript, random: Random): void {
  const chosen = random.weighted(CANDIDATE_PAIRS);
  script.debug('ice-candidate', 'selected-ice-candidate-pair', { ice_candidate_pair: chosen });
}

function pair(type: string, protocol: string): CandidatePair {
  return { remote: { type: 'host', protocol: 'udp' }, local: { type, protocol } };
}
