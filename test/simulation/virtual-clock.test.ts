import { expect, it } from 'vitest';
import { createVirtualClock } from './virtual-clock.ts';

const HERE = { alive: true };
const START = 1_000;

it('wakes sleepers in the order of their times, those of one time in the order they went to sleep', async () => {
  const clock = createVirtualClock(START);
  const { sleep, now } = clock.of(HERE, () => 0);
  const woken: string[] = [];
  const sleeper = async (name: string, ms: number) => {
    await sleep(ms);
    woken.push(`${name} ${now()}`);
  };
  for (const [name, ms] of Object.entries({ a: 20, b: 10, c: 20, d: 0 })) void sleeper(name, ms);
  expect(await clock.run(() => woken.length === 4, 2_000)).toBe(true);
  expect(woken).toEqual(['d 1000', 'b 1010', 'a 1020', 'c 1020']);
});

it('lets everything that follows from a wake-up happen before the next one', async () => {
  const clock = createVirtualClock(START);
  const { sleep } = clock.of(HERE, () => 0);
  const order: string[] = [];
  const chain = async () => {
    await sleep(1);
    for (let step = 0; step < 5; step += 1) await Promise.resolve();
    order.push('all of the first');
  };
  void chain();
  void sleep(2).then(() => order.push('the second'));
  await clock.run(() => order.length === 2, 2_000);
  expect(order).toEqual(['all of the first', 'the second']);
});

it('wakes nobody who is dead, or who was called away', async () => {
  const clock = createVirtualClock(START);
  const mortal = { alive: true };
  const abort = new AbortController();
  const heard: string[] = [];
  void clock
    .of(mortal, () => 0)
    .sleep(10)
    .then(() => heard.push('dead'));
  const away = clock
    .of(HERE, () => 0)
    .sleep(10, abort.signal)
    .catch(() => heard.push('away'));
  mortal.alive = false;
  abort.abort();
  await away;
  expect(await clock.run(() => heard.length === 2, 2_000)).toBe(false);
  expect(heard).toEqual(['away']);
});

it('wakes everybody else where a sleep of somebody dead is called away', async () => {
  const clock = createVirtualClock(START);
  const mortal = { alive: true };
  const abort = new AbortController();
  const heard: string[] = [];
  const dead = clock
    .of(mortal, () => 0)
    .sleep(10, abort.signal)
    .catch(() => undefined);
  const { sleep } = clock.of(HERE, () => 0);
  void sleep(20).then(() => abort.abort());
  void sleep(30).then(() => heard.push('the other'));
  mortal.alive = false;
  expect(await clock.run(() => heard.length === 1, 2_000)).toBe(true);
  await dead;
});

it('says so when its time is over', async () => {
  const clock = createVirtualClock(START);
  void clock.of(HERE, () => 0).sleep(5_000);
  expect(await clock.run(() => false, START + 4_999)).toBe(false);
  expect(clock.now()).toBe(START);
});
