import type { Unread } from '../../operations/set-aside/each-object.ts';
import { printable } from '../../shared/printable.ts';
import { note } from '../output.ts';

/** Names objects that were left out, since they cannot be read: exit 1. */
export function noteUnread(unread: readonly Unread[]): void {
  for (const { key, problem } of unread) note(`${printable(key)} is left out: ${printable(problem)}`);
  if (unread.length > 0) process.exitCode = 1;
}
