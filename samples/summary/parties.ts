import type { ClientMetadata } from '../client.ts';
import type { Random } from '../random.ts';
import type { Members } from '../stream-form.ts';

/** `prefix` is a number without its last digits: all of it out of a range that is kept for films and books. */
const PHONES = [
  {
    prefix: '+141555501',
    digits: 2,
    country: 'US',
    subdivision: 'California',
    city: 'San Francisco',
    location: { lat: 37.7749, lon: -122.4194 },
    carrier: 'Example Wireless, Inc.',
  },
  {
    prefix: '+131255501',
    digits: 2,
    country: 'US',
    subdivision: 'Illinois',
    city: 'Chicago',
    location: { lat: 41.8781, lon: -87.6298 },
    carrier: 'Example Cellular LLC',
  },
  {
    prefix: '+442079460',
    digits: 3,
    country: 'GB',
    subdivision: 'England',
    city: 'London',
    location: { lat: 51.5074, lon: -0.1278 },
    carrier: 'Example Mobile Ltd',
  },
  {
    prefix: '+6125550',
    digits: 4,
    country: 'AU',
    subdivision: 'New South Wales',
    city: 'Sydney',
    location: { lat: -33.8688, lon: 151.2093 },
    carrier: 'Example Telecom Pty Ltd',
  },
] as const;

/** Members of a party, and by what others reach it: an E.164 number, `client:…` or a SIP URI. */
export type Party = Members & { address: string };

/** Somebody with a phone, at an invented carrier. */
export function phone(random: Random): Party {
  const { prefix, digits, country, subdivision, city, location, carrier } = random.pick(PHONES);
  const address = `${prefix}${String(random.integer(0, 10 ** digits - 1)).padStart(digits, '0')}`;
  return {
    address,
    carrier,
    connection: random.chance(0.75) ? 'mobile' : 'landline',
    number_prefix: address.slice(1, 5),
    location,
    city,
    country_code: country,
    country_subdivision: subdivision,
  };
}

/** The number that the account itself has at Twilio. */
export const TWILIO_NUMBER: Party = {
  address: '+18005550199',
  carrier: 'Twilio',
  connection: 'voip',
  number_prefix: '1800',
  country_code: 'US',
};

/** Somebody with the Voice SDK. */
export function client(metadata: ClientMetadata): Party {
  const { client_name, location, city, country_code, country_subdivision, ip_address, sdk } = metadata;
  return {
    address: `client:${client_name}`,
    connection: 'twilio_sdk',
    location,
    city,
    country_code,
    country_subdivision,
    ip_address,
    sdk: { ...sdk, app: { name: '', version: '' } },
  };
}

/** A party as it stands in `from`, where it is the caller, or in `to`. */
export function partyAs(name: 'caller' | 'callee', { address, ...members }: Party): Members {
  return { [name]: address, ...members };
}
