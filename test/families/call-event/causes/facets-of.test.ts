import { describe, expect, it } from 'vitest';
import { facetsOf } from '../../../../families/call-event/causes/facets-of.ts';
import { REDACTED } from '../../../../shared/redacted.ts';

describe('the facets of an event', () => {
  it('are who called, with what and where', () => {
    const sdk = {
      type: 'twilio-voice-js',
      version: '2.18.3',
      region: 'au1',
      edge_location: 'sydney',
      browser: { name: 'Firefox', major: '144', version: '144.0.2' },
      os: { name: 'Mac OS', version: '15.6.1' },
    };
    expect(facetsOf({ sdk_edge: { metadata: { client_name: 'kim', country_code: 'AU', sdk } } })).toEqual({
      sdk: 'twilio-voice-js',
      sdk_version: '2.18.3',
      browser: 'Firefox 144',
      os: 'Mac OS 15.6.1',
      region: 'au1',
      edge_location: 'sydney',
      country: 'AU',
      client: 'kim',
    });
  });

  it('have the major version of a browser that tells only the whole one', () => {
    const browser = (members: object) => facetsOf({ sdk_edge: { metadata: { sdk: { browser: members } } } }).browser;
    expect(browser({ name: 'Safari', version: '26.0.1' })).toBe('Safari 26');
    expect(browser({ name: 'Safari', major: 26 })).toBe('Safari 26');
    expect(browser({ major: '26' })).toBeUndefined();
  });

  it('are the place of a gateway where there is no SDK', () => {
    const metadata = { region: 'ie1', edge_location: 'dublin' };
    expect(facetsOf({ carrier_edge: { metadata } })).toMatchObject(metadata);
  });

  it('leave out what nobody said, what is hidden and what is of a wrong type', () => {
    const wrong = [null, '', ' ', 'unknown_client', REDACTED, {}, [], true, Number.NaN];
    for (const value of wrong) {
      const facets = facetsOf({ sdk_edge: { metadata: { client_name: value, sdk: value } }, sip_edge: value });
      expect(Object.values(facets).filter((one) => one !== undefined)).toEqual([]);
    }
  });
});
