import { expect, it } from 'vitest';
import { redact } from '../../families/redact.ts';

it('replaces the value at a path, whatever it is, and leaves the data it was given alone', () => {
  const data = { call_sid: 'CA1', sdk_edge: { metadata: { ip_address: '192.0.2.1', location: { lat: 1 } } } };
  const before = structuredClone(data);
  expect(redact(data, ['sdk_edge.metadata.ip_address', 'sdk_edge.metadata.location'])).toEqual({
    call_sid: 'CA1',
    sdk_edge: { metadata: { ip_address: '[redacted]', location: '[redacted]' } },
  });
  expect(data).toEqual(before);
});

it('goes through every element of a list', () => {
  expect(redact({ hops: [{ ip: 'a' }, [{ ip: 'b' }], 'c'] }, ['hops.ip'])).toEqual({
    hops: [{ ip: '[redacted]' }, [{ ip: '[redacted]' }], '[redacted]'],
  });
});

it.each([
  ['a path that is not there', { a: 1 }],
  ['a null', { secret: null }],
  ['an object that lacks the member', { secret: { other: 'text' } }],
])('adds nothing for %s', (_what, data) => {
  expect(redact(data, ['secret.deeper', 'missing'])).toEqual(data);
});

it('replaces what cannot have the member and may hold its value all the same', () => {
  const data = { metadata: '{"ip_address":"192.0.2.1"}', number: 3_232_235_521, flag: false };
  expect(redact(data, ['metadata.ip_address', 'number.ip', 'flag.ip'])).toEqual({
    metadata: '[redacted]',
    number: '[redacted]',
    flag: '[redacted]',
  });
});

it('ends in lists deeper than any item, with nothing of what is in them left', () => {
  const depth = 100_000;
  const secret = JSON.parse(`{"ips":${'['.repeat(depth)}{"ip":"192.0.2.1"}${']'.repeat(depth)}}`);
  expect(JSON.stringify(redact(secret, ['ips.ip']))).toBe(`{"ips":${'['.repeat(32)}"[redacted]"${']'.repeat(32)}}`);
});

it('reads members of the data, not of its prototype', () => {
  expect(redact({ a: 1 }, ['constructor.name', 'toString', 'toString.name'])).toEqual({ a: 1 });
});
