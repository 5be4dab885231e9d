import { describe, expect, it } from 'vitest';
import { clockText, dateTimeText, durationText, offsetText, roughAgeText, utcText } from '../../web/time.ts';

const MS = Date.parse('2021-05-24T14:15:22.007Z');

describe('a time', () => {
  it('is written in the zone asked for, with milliseconds', () => {
    expect(clockText(MS, 'UTC')).toBe('14:15:22.007');
    expect(clockText(MS, 'Asia/Kolkata')).toBe('19:45:22.007');
  });

  it('counts midnight as 00', () => {
    expect(clockText(Date.parse('2021-05-24T00:00:00Z'), 'UTC')).toBe('00:00:00.000');
  });

  it('has its day where the day matters', () => {
    expect(dateTimeText(MS, 'Pacific/Auckland')).toMatch(/25.*2021, 02:15:22\.007$/);
  });

  it('is told in UTC as well', () => {
    expect(utcText(MS)).toBe('2021-05-24 14:15:22.007 UTC');
  });
});

describe('a time since the beginning of the call', () => {
  it.each([
    [0, 3, '+0:00.000'],
    [65_250, 3, '+1:05.250'],
    [65_250, 1, '+1:05.3'],
    [65_250, 0, '+1:05'],
    [7_200_000, 0, '+2:00:00'],
    [59_999, 1, '+1:00.0'],
    [-1_500, 1, '−0:01.5'],
    [-4, 1, '+0:00.0'],
  ])('of %d ms is, with %d digits, %s', (ms, digits, text) => {
    expect(offsetText(ms, digits)).toBe(text);
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [52_140, '52.1 s'],
    [59_960, '1 min 0 s'],
    [65_000, '1 min 5 s'],
    [7_380_000, '2 h 3 min'],
    [3_599_600, '1 h 0 min'],
    [180_000_000, '2 d 2 h'],
  ])('of %d ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

it('how long ago something was is told in one unit', () => {
  const MINUTE_MS = 60_000;
  const ages = [-5, 12_400, 59_400, 3 * MINUTE_MS, 59.9 * MINUTE_MS, 300 * MINUTE_MS, 2_900 * MINUTE_MS];
  expect(ages.map(roughAgeText)).toEqual(['0 s', '12 s', '59 s', '3 min', '59 min', '5 h', '2 d']);
});
