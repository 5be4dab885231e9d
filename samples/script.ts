import type { Level } from '../shared/level.ts';
import type { SdkMoment, SdkPayload } from './moment.ts';
import type { Random } from './random.ts';

/** Writes down what an SDK reports, one after the other, on a clock that only the script moves. */
export interface SdkScript {
  readonly moments: SdkMoment[];
  nowMs(): number;
  /** Lets a random number of milliseconds pass, `minMs` and `maxMs` included. */
  wait(minMs: number, maxMs: number): void;
  waitUntil(atMs: number): void;
  say(level: Level, group: string, name: string, payload?: SdkPayload): void;
  debug(group: string, name: string, payload?: SdkPayload): void;
  info(group: string, name: string, payload?: SdkPayload): void;
}

export function createSdkScript(random: Random, startMs = 0): SdkScript {
  const moments: SdkMoment[] = [];
  let atMs = startMs;
  const say: SdkScript['say'] = (level, group, name, payload) =>
    moments.push({ atMs, edge: 'sdk_edge', group, name, level, ...(payload && { payload }) });
  return {
    moments,
    nowMs: () => atMs,
    wait: (minMs, maxMs) => {
      atMs += random.integer(minMs, maxMs);
    },
    waitUntil: (laterMs) => {
      atMs = Math.max(atMs, laterMs);
    },
    say,
    debug: (group, name, payload) => say('DEBUG', group, name, payload),
    info: (group, name, payload) => say('INFO', group, name, payload),
  };
}
