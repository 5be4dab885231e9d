import { UnreadableObject } from '../../lambda/archive/unreadable-object.ts';
import type { Unread } from '../set-aside/each-object.ts';

/** Reads an object; one that cannot be read is noted, once, and stands in the way of no other. */
export async function orUnread(unread: Unread[], read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof UnreadableObject)) throw error;
    const { key, problem } = error;
    if (!unread.some((other) => other.key === key)) unread.push({ key, problem });
  }
}
