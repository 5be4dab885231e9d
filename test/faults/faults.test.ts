import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { itAtNight } from '../nightly.ts';

const BROKEN = path.join(import.meta.dirname, 'broken-handler.ts');

/** `npm run faults -- …` */
async function faults(...words: string[]) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'faults.ts'), ...words]);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { stdout, stderr, code };
}

describe('npm run faults', () => {
  itAtNight('says in one line where the events are, and names what is wrong', async () => {
    const [well, wrong] = await Promise.all([
      faults('--events=60', '--kills=0', '--seed=3', '--share=0'),
      faults('--events=300', '--kills=0', '--seed=3', '--share=0', `--handler=${BROKEN}`),
    ]);
    expect(well.stderr).toBe('');
    expect(well.stdout).toMatch(
      /^60 events: \d+ stored, \d+ quarantined, 0 given up; 0 missing, 0 doubled, 0 strange; 0 kills; \d+ batches, 0 done in part; \d+ calls, 0 faults \(throttle 0, .*hang 0\); \d+\.\d s, seed 3\n$/,
    );
    expect(well.code).toBe(0);
    expect(wrong.stdout).toMatch(/^strange: a row of EZ0/m);
    expect(wrong.stdout).toMatch(/^300 events: .* [1-9]\d* strange; /m);
    expect(wrong.code).toBe(1);
  });

  it('does nothing on wrong usage', async () => {
    const runs = await Promise.all(['--share=1', '--hard'].map((word) => faults(word)));
    for (const { stdout, stderr, code } of runs) {
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^error: /);
      expect(code).toBe(2);
    }
  });
});
