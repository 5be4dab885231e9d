import { ARCHIVE } from '../../shared/archive.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ArchiveStore } from '../archive/archive-store.ts';

/** Who holds a lock so long without a word is dead: no function lives as long. */
export const STALE_MS = 20 * 60_000;
/** Of a holder that is known to be alive it is longer: it may be that another process has its number by now. */
const ALIVE_STALE_MS = 3 * 3_600_000;
/** Left alone so long at most before it is renewed. */
const RENEWED_MS = 60_000;

/** What the object of the lock says. */
export interface LockText {
  /** Who it is, for people. */
  holder: string;
  /** When it was last heard of, ISO 8601, UTC. */
  at: string;
}

export interface LockOptions {
  store: Pick<ArchiveStore, 'create' | 'replace' | 'read' | 'remove'>;
  clock: Pick<Clock, 'now'>;
  /** What the process is called: each lock that it takes is another one's. */
  holder: string;
  /**
   * Whether a holder runs, undefined where that is not known: nobody has to wait until the lock of a dead one is stale, and
   * none is taken from a live one whose clock is another.
   */
  isAlive?: (holder: string) => boolean | undefined;
}

export interface HeldLock {
  /**
   * To be called before each thing that nobody else may do meanwhile: looks whether the lock is still this one's, since
   * whoever has another clock may have taken it at any time.
   * @throws LockLost where somebody else has it
   */
  keep(): Promise<void>;
  /** Lets the next one in. */
  release(): Promise<void>;
}

/** Somebody else took the lock over: whoever held it stops, and deletes nothing any more. */
export class LockLost extends Error {
  constructor() {
    super('the lock of the archive was taken over: another merge or forget is at work. Nothing is lost: run it again');
  }
}

/** Takes the lock of the archive: who has it may delete. Undefined where somebody else has it. */
export async function takeLock({
  store,
  clock,
  holder,
  isAlive = () => undefined,
}: LockOptions): Promise<HeldLock | undefined> {
  const me = `${holder} ${crypto.randomUUID()}`;
  const text = () => `${JSON.stringify({ holder: me, at: new Date(clock.now()).toISOString() } satisfies LockText)}\n`;
  let renewedMs = clock.now();
  let etag = (await store.create(ARCHIVE.lock, text())) ?? (await takeOver());
  if (etag === undefined) return undefined;

  async function takeOver(): Promise<string | undefined> {
    const there = await store.read(ARCHIVE.lock);
    // It was let go just now: the next time will do.
    if (there === undefined) return undefined;
    const { holder: other, at } = readLock(there.text);
    // The answer of a write can be lost, and the one that is sent again finds what the first one wrote.
    if (other === me) return there.etag;
    // Of a time that nobody can read, and of one that has not come, it is not known how long it will be.
    const silentMs = Math.abs(clock.now() - Date.parse(at));
    const isRunning = isAlive(other);
    const isHeld = isRunning === undefined ? silentMs < STALE_MS : isRunning && silentMs < ALIVE_STALE_MS;
    return isHeld ? undefined : store.replace(ARCHIVE.lock, text(), there.etag);
  }

  async function stillMine(): Promise<string | undefined> {
    const there = await store.read(ARCHIVE.lock);
    return there !== undefined && readLock(there.text).holder === me ? there.etag : undefined;
  }

  async function renew(): Promise<void> {
    const now = clock.now();
    if (etag !== undefined) etag = await stillMine();
    if (etag === undefined) throw new LockLost();
    if (Math.abs(now - renewedMs) < RENEWED_MS) return;
    etag = (await store.replace(ARCHIVE.lock, text(), etag)) ?? (await stillMine());
    if (etag === undefined) throw new LockLost();
    renewedMs = now;
  }

  let renewing: Promise<void> | undefined;
  return {
    keep() {
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
    async release() {
      if (etag !== undefined) await store.remove([{ key: ARCHIVE.lock, bytes: 0, etag, modifiedMs: 0 }]);
      etag = undefined;
    },
  };
}

/** Of a text that is none, nobody holds it and it is of no time. */
export function readLock(text: string): LockText {
  try {
    const { holder, at } = JSON.parse(text);
    return { holder: String(holder), at: String(at) };
  } catch {
    return { holder: '', at: '' };
  }
}
