import { describe, expect, it } from 'vitest';
import type { WarningName } from '../../../samples/quality-warning.ts';
import { causeMeaning, causeName, causeTitle, percentText, sharedText } from '../../../web/causes/cause-words.ts';
import { changeWords } from '../../../web/causes/change-words.ts';
import { mainWarning, verdictOf } from '../../../web/causes/verdict.ts';
import { causeCount } from './cause-count.ts';

describe('the name of a cause', () => {
  it('is its code in words, else its name, else what it says', () => {
    expect(causeName(causeCount({ error_code: 53_405 }))).toBe('53405 Media connection failed');
    expect(causeName(causeCount({ error_code: 99_999, message: 'Odd' }))).toBe('99999 Odd');
    expect(causeTitle(causeCount({ error_code: null, group: 'network', name: 'high-jitter' }))).toEqual({
      code: undefined,
      text: 'high-jitter',
      group: 'network',
    });
    expect(causeName(causeCount({ error_code: null, group: null, name: null, message: 'Timeout' }))).toBe('Timeout');
    expect(causeName(causeCount({ error_code: null, group: null, name: null }))).toBe('(no name)');
  });

  it('obeys nothing that others wrote, and is no longer than a line or two', () => {
    const name = `${'\u202e'}${'x'.repeat(5_000)}`;
    const { text } = causeTitle(causeCount({ error_code: null, group: null, name }));
    expect(text).toMatch(/^\\u202ex+…$/);
    expect(text.length).toBeLessThan(200);
  });
});

it('shares are percents that never say all or none where it is nearly so', () => {
  expect([1, 0.999, 0.97, 0.042, 0.0004, 0].map(percentText).map((text) => text.replaceAll('\u00a0', ' '))).toEqual([
    '100 %',
    '99 %',
    '97 %',
    '4.2 %',
    '< 0.1 %',
    '0 %',
  ]);
});

it('what calls share is named as people say it', () => {
  const shared = { share: 1, elsewhere: 0, calls: 20 };
  expect(sharedText({ ...shared, facet: 'region', value: 'au1' })).toBe('region au1');
  expect(sharedText({ ...shared, facet: 'sdk_version', value: '2.18.3' })).toBe('SDK version 2.18.3');
  expect(sharedText({ ...shared, facet: 'browser', value: 'Firefox 144' })).toBe('Firefox 144');
});

const SAMPLED: readonly WarningName[] = ['high-rtt', 'high-jitter', 'low-mos', 'high-packet-loss', 'low-bytes-sent'];

it('a cause says what it means and what helps, of a warning as of an error', () => {
  expect(causeMeaning('code:53405')).toMatch(/\.$/);
  expect(causeMeaning('name:network-quality-warning-raised/high-jitter')).toBe(
    'Packets came at uneven times, which sounds choppy. Look at the network of the device: a cable or a better Wi-Fi mostly helps.',
  );
  for (const name of [
    ...SAMPLED,
    'constant-audio-input-level',
    'ice-connectivity-lost',
    'high-packets-lost-fraction',
  ]) {
    expect([name, causeMeaning(`name:g/${name}`)]).toEqual([name, expect.stringMatching(/^[A-Z].+\. .+\.$/)]);
  }
  for (const key of ['name:g/__proto__', 'name:g/x', 'message:high-jitter', 'code:999999999', '']) {
    expect(causeMeaning(key)).toBeUndefined();
  }
});

it('a count is compared with the one before in words', () => {
  const words = (count: number, before: number) => changeWords(count, before, 'the hour before');
  expect(words(1_308, 218)).toEqual({ text: '▲ 6 × the hour before', alarms: true });
  expect(words(110, 100)).toEqual({ text: 'about as in the hour before', alarms: false });
  expect(words(20, 100).text).toBe('▼ 0.2 × the hour before');
  expect(words(9, 3)).toEqual({ text: '3 in the hour before', alarms: false });
  expect(words(1_001, 1)).toEqual({ text: '1 in the hour before', alarms: true });
  expect(words(40, 0)).toEqual({ text: 'none in the hour before', alarms: true });
  expect(words(0, 40).text).toBe('40 in the hour before');
});

describe('the verdict', () => {
  const main = causeCount({
    cause: 'code:53405',
    error_code: 53_405,
    events: 985,
    calls: 971,
    state: 'new',
    shared: [{ facet: 'region', value: 'au1', share: 0.97, elsewhere: 0.16, calls: 942 }],
  });
  const levels = { ERROR: 1_308 };

  it('says that it is one cause where one has most of the errors, and what its calls share', () => {
    const verdict = verdictOf({ causes: [causeCount({ events: 107 }), main], levels, is_whole: true });
    expect(verdict).toMatchObject({
      cause: main,
      before: 'Mainly one cause: ',
      after: ' is new: 75\u00a0% of all errors, on 971 calls',
      shared: ['region au1 97\u00a0%'],
    });
  });

  it('names what is unusual before what is frequent, and says where it is neither', () => {
    const usual = causeCount({ events: 900 });
    const small = { ...main, events: 100 };
    expect(verdictOf({ causes: [usual, small], levels: { ERROR: 2_000 }, is_whole: true })?.before).toBe('Unusual: ');
    const even = verdictOf({ causes: [usual], levels: { ERROR: 2_000 }, is_whole: true });
    expect(even?.before).toBe('No main cause. The largest: ');
  });

  it('says no more than what is counted, and nothing of a few errors', () => {
    expect(verdictOf({ causes: [main], levels, is_whole: false })?.after).toContain('of the errors counted so far');
    expect(verdictOf({ causes: [causeCount({ events: 2 })], levels: { ERROR: 2 }, is_whole: true })).toBeUndefined();
    expect(verdictOf({ causes: [], levels: {}, is_whole: true })).toBeUndefined();
  });

  it('knows the warning that most calls have', () => {
    const jitter = causeCount({ cause: 'j', level: 'WARNING', events: 50, calls: 44 });
    const noisy = causeCount({ cause: 'n', level: 'WARNING', events: 500, calls: 4 });
    expect(mainWarning([main, noisy, jitter])).toBe(jitter);
    expect(mainWarning([main])).toBeUndefined();
  });
});
