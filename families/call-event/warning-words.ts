/** What a warning of the SDK means, and what mostly helps. */
export interface WarningInWords {
  /** Without its capital and full stop. */
  says: string;
  /** Sentences. */
  helps: string;
}

const DEVICE_NETWORK = 'Look at the network of the device: a cable or a better Wi-Fi mostly helps.';
const LOSS = { says: 'packets were lost on the way, which is heard as gaps', helps: DEVICE_NETWORK };

/** Source: https://www.twilio.com/docs/voice/sdks/javascript/twiliocall#warning-event */
const WARNINGS: Readonly<Record<string, WarningInWords>> = {
  'high-rtt': {
    says: 'the round trip took long, so people talk over each other',
    helps: 'Look for a VPN, a busy network or an edge location far from the device.',
  },
  'high-jitter': { says: 'packets came at uneven times, which sounds choppy', helps: DEVICE_NETWORK },
  'high-packet-loss': LOSS,
  'high-packets-lost-fraction': LOSS,
  'low-mos': {
    says: 'the estimated quality was poor',
    helps: 'Look at jitter, packet loss and round trip time of the same calls.',
  },
  'ice-connectivity-lost': {
    says: 'the media connection was lost',
    helps: 'Mostly the device lost or changed its network. Look at its Wi-Fi, VPN and firewall.',
  },
  'low-bytes-received': {
    says: 'no audio reached the device',
    helps: 'Look at its network and firewall, and at the other leg.',
  },
  'low-bytes-sent': {
    says: 'no audio left the device',
    helps: 'Look at its network, its microphone and the permission to use that.',
  },
  'constant-audio-input-level': {
    says: 'the microphone gave the same level all the time',
    helps: 'Mostly it is muted in hardware, dead, or not the one that is spoken into.',
  },
  'constant-audio-output-level': {
    says: 'the speaker had the same level all the time',
    helps: 'Nothing audible came: look at the other leg, and whether that was muted or on hold.',
  },
};

/** Undefined for a warning that this version does not know. @param name of the event, as it came */
export function warningInWords(name: string): WarningInWords | undefined {
  return Object.hasOwn(WARNINGS, name) ? WARNINGS[name] : undefined;
}
