import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { LARGE_RECORDS } from './corpus.ts';
import type { LargeBatch } from './large-batches.ts';

/** Of the function's 512 MB there is more for the heap; the corpus lies in it, too. */
const MAX_HEAP_MB = 300;
/** Ten times what it takes: a bound for what never ends, or takes as long as its square. */
const KILLED_AFTER_MS = 25_000;

it('takes batches of the largest records within the memory of the function, and harms no other record', async () => {
  const program = path.join(import.meta.dirname, 'large-batches.ts');
  const child = spawn(process.execPath, [`--max-old-space-size=${MAX_HEAP_MB}`, program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: KILLED_AFTER_MS,
    killSignal: 'SIGKILL',
  });
  const [output, trouble, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  expect({ code, signal, trouble }).toEqual({ code: 0, signal: null, trouble: '' });
  const batches: LargeBatch[] = JSON.parse(output);
  expect(batches.map(({ what }) => what)).toEqual(LARGE_RECORDS.map(({ what }) => what));
  for (const { what, retried, neighbourStored, reasons } of batches) {
    expect({ what, retried, neighbourStored }).toEqual({ what, retried: 0, neighbourStored: true });
    expect(reasons, what).not.toContain('unreadable');
  }
});
