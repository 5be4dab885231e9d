import type { Item } from '../../../lambda/store/item.ts';
import type { GuardedItem } from '../../../lambda/store/item-writer.ts';
import { type RedriveOptions, redrive } from '../../../operations/set-aside/redrive.ts';

/** A redrive whose process is gone after so many writes. @returns whether it was, or came to its end before */
export async function killedRedrive(options: RedriveOptions, writes: number): Promise<boolean> {
  const { store, quarantine, setAside } = options;
  let left = writes;
  let killed = false;
  /** Once it is gone, nothing that it does from then on happens. */
  const mortal =
    <Words extends unknown[], Value>(act: (...words: Words) => Promise<Value>) =>
    (...words: Words): Promise<Value> => {
      if (left === 0) killed = true;
      if (killed) return new Promise(() => undefined);
      left -= 1;
      return act(...words);
    };
  const dying = redrive({
    ...options,
    store: {
      put: mortal((items: readonly Item[], signal: AbortSignal) => store.put(items, signal)),
      putGuarded: mortal((item: GuardedItem, signal: AbortSignal) => store.putGuarded(item, signal)),
    },
    quarantine: { putRecord: mortal(quarantine.putRecord), putUnsupported: mortal(quarantine.putUnsupported) },
    setAside: {
      ...setAside,
      put: mortal(setAside.put),
      remove: mortal(setAside.remove),
      move: async (from, to) => {
        await mortal(async () => setAside.put(to, (await setAside.get(from)) ?? ''))();
        await mortal(setAside.remove)(from);
      },
    },
    clock: { ...options.clock, sleep: () => new Promise(() => undefined) },
  });
  await Promise.race([dying, untilKilled(() => killed)]);
  return killed;
}

/** Resolves a moment after, when what still runs has come to its next write. */
async function untilKilled(isKilled: () => boolean): Promise<void> {
  while (!isKilled()) await new Promise(setImmediate);
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
}
