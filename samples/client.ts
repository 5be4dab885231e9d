import type { CallEvent } from '../families/call-event/call-event.ts';
import type { Random } from './random.ts';

export type ClientMetadata = NonNullable<NonNullable<CallEvent['sdk_edge']>['metadata']>;

type Sdk = NonNullable<ClientMetadata['sdk']>;
type NameAndVersion = readonly [name: string, version: string];
type Device = Pick<Sdk, 'type' | 'version' | 'platform' | 'browser' | 'os' | 'device' | 'engine'>;

const BROWSER_SDK = { type: 'twilio-voice-js', version: '2.18.3', platform: 'WebRTC' };

/** What callers use. Where a user agent says nothing, Twilio writes an empty text. */
const DEVICES = {
  'chrome-windows': desktop(['Chrome', '142.0.7444.60'], ['Windows', '11'], ['Blink', '142.0.7444.60']),
  'edge-windows': desktop(['Edge', '142.0.3595.53'], ['Windows', '10'], ['Blink', '142.0.3595.53']),
  'chrome-mac': desktop(['Chrome', '142.0.7444.60'], ['Mac OS', '15.6.1'], ['Blink', '142.0.7444.60']),
  'safari-mac': desktop(['Safari', '26.0.1'], ['Mac OS', '15.6.1'], ['WebKit', '605.1.15']),
  'firefox-linux': desktop(['Firefox', '144.0'], ['Ubuntu', '24.04'], ['Gecko', '144.0']),
  electron: desktop(['Electron', '38.2'], ['Linux', ''], ['Blink', '140.0']),
  'chrome-android': {
    ...BROWSER_SDK,
    browser: { name: 'Mobile Chrome', major: '142', version: '142.0.7444.48' },
    os: { name: 'Android', version: '16' },
    device: { model: 'Pixel 9', type: 'mobile', vendor: 'Google', arch: 'arm64' },
    engine: { name: 'Blink', version: '142.0.7444.48' },
  },
  iphone: {
    type: 'twilio-voice-ios',
    version: '6.13.6',
    platform: 'iOS',
    os: { name: 'iOS', version: '26.0.1' },
    device: { model: 'iPhone17,1', type: 'mobile', vendor: 'Apple', arch: 'arm64' },
  },
  'android-phone': {
    type: 'twilio-voice-android',
    version: '6.9.1',
    platform: 'android',
    os: { name: 'android', version: '15' },
    device: { model: 'SM-S931B', type: 'SM-S931B', vendor: 'samsung', arch: 'arm64-v8a' },
  },
} satisfies Record<string, Device>;

export type DeviceName = keyof typeof DEVICES;

/** Desktop and phone browsers, about as common as they are in contact centres. */
const BROWSERS: readonly (readonly [DeviceName, number])[] = [
  ['chrome-windows', 34],
  ['edge-windows', 24],
  ['chrome-mac', 18],
  ['safari-mac', 8],
  ['firefox-linux', 6],
  ['electron', 8],
  ['chrome-android', 12],
];

const PLACES = [
  place('Chicago', 'US', 'Illinois', 41.8781, -87.6298, 'us1', 'ashburn'),
  place('Austin', 'US', 'Texas', 30.2672, -97.7431, 'us1', 'ashburn'),
  place('Portland', 'US', 'Oregon', 45.5152, -122.6784, 'us1', 'umatilla'),
  place('Montréal', 'CA', 'Quebec', 45.5019, -73.5674, 'us1', 'ashburn'),
  place('São Paulo', 'BR', 'São Paulo', -23.5505, -46.6333, 'br1', 'sao-paulo'),
  place('Cork', 'IE', 'Munster', 51.8985, -8.4756, 'ie1', 'dublin'),
  place('Zürich', 'CH', 'Zürich', 47.3769, 8.5417, 'de1', 'frankfurt'),
  place('Singapore', 'SG', '', 1.3521, 103.8198, 'sg1', 'singapore'),
  place('Osaka', 'JP', 'Osaka', 34.6937, 135.5023, 'jp1', 'tokyo'),
  place('Melbourne', 'AU', 'Victoria', -37.8136, 144.9631, 'au1', 'sydney'),
  place('Frankfurt am Main', 'DE', 'Hesse', 50.1109, 8.6821, 'de1', 'frankfurt'),
];

/** Twilio looks the place up by the address, and may find none. */
const NOWHERE = { location: null, city: '', country_code: '', country_subdivision: '' };

/** What apps call their users; invented, and as short and as long as such names are. */
const NAMES = [
  'kim',
  'desk',
  'kiosk',
  'sales',
  'support-agent',
  'field-dispatcher',
  'billing-agent-night-shift',
  'customer-portal-visitor',
  'contact-center.second-line-support.technician',
  'web-widget.returns-and-exchanges.visitor',
] as const;

export function drawBrowser(random: Random): DeviceName {
  return random.weighted(BROWSERS);
}

/** True where the device runs the browser SDK; else it is a phone with an app of its own. */
export function isBrowser(device: DeviceName): boolean {
  return DEVICES[device].type === BROWSER_SDK.type;
}

/** Somebody who calls with this device, somewhere. Invented names; addresses of RFC 5737. */
export function clientMetadata(random: Random, device: DeviceName): ClientMetadata {
  const { region, edge_location, ...where } = random.pick(PLACES);
  const isKnown = random.chance(0.9);
  const { type, version, platform, ...rest } = DEVICES[device];
  return {
    client_name: `${random.pick(NAMES)}-${random.integer(1, 400)}`,
    ...(isKnown ? where : NOWHERE),
    ip_address: `198.51.100.${random.integer(1, 254)}`,
    sdk: {
      type,
      version,
      platform,
      region,
      selected_region: random.chance(0.7) ? 'gll' : region,
      ...rest,
      edge_location,
    },
  };
}

function desktop(browser: NameAndVersion, os: NameAndVersion, engine: NameAndVersion): Device {
  const [name, version] = browser;
  return {
    ...BROWSER_SDK,
    browser: { name, major: version.split('.', 1)[0], version },
    os: { name: os[0], version: os[1] },
    device:
      os[0] === 'Mac OS'
        ? { model: 'Macintosh', type: 'desktop', vendor: 'Apple', arch: 'arm64' }
        : { model: '', type: '', vendor: '', arch: os[0] === 'Windows' ? 'amd64' : '' },
    engine: { name: engine[0], version: engine[1] },
  };
}

function place(
  city: string,
  country_code: string,
  country_subdivision: string,
  lat: number,
  lon: number,
  region: string,
  edge_location: string,
) {
  return { location: { lat, lon }, city, country_code, country_subdivision, region, edge_location };
}
