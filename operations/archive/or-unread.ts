import { UnreadableObject } from '../../lambda/archive/unreadable-object.ts';
import type { Unread } from '../set-aside/each-object.ts';

/** Reads an object; one that cannot be read is noted, once, stands in the way of no other, and has no value. */
export async function orUnread<Value>(unread: Unread[], read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UnreadableObject)) throw error;
    const { key, problem } = error;
    if (!unread.some((other) => other.key === key)) unread.push({ key, problem });
    return undefined;
  }
}
