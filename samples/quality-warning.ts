import type { Random } from './random.ts';
import type { SdkScript } from './script.ts';

interface Limit {
  group: 'network-quality-warning' | 'audio-level-warning';
  threshold: number;
  /** Samples of one second that come with a warning. */
  samples: number;
  /** How many of them, the latest, are past the threshold. */
  badSamples: number;
  /** The range of a sample past the threshold, and of one that is not. */
  bad: readonly [min: number, max: number];
  good: readonly [min: number, max: number];
  digits: number;
}

/**
 * Thresholds and sample counts of the open-source browser Voice SDK's monitor, which looks once a second and raises a
 * warning when three samples are past the threshold. Milliseconds, percent, bytes; a MOS from 1 to 4.5.
 */
const LIMITS = {
  'high-rtt': network({ threshold: 400, bad: [405, 980], good: [90, 390], digits: 0 }),
  'high-jitter': network({ threshold: 30, bad: [31, 120], good: [2, 28], digits: 2 }),
  'low-mos': network({ threshold: 3, bad: [1.2, 2.95], good: [3.1, 4.4], digits: 2 }),
  'high-packet-loss': network({ threshold: 1, bad: [1.2, 14], good: [0, 0.9], digits: 2 }),
  'high-packets-lost-fraction': network({ threshold: 3, samples: 7, bad: [3.2, 18], good: [0, 1], digits: 2 }),
  'low-bytes-received': network({ threshold: 1, samples: 3, bad: [0, 0], good: [2400, 4200], digits: 0 }),
  'low-bytes-sent': network({ threshold: 1, samples: 3, bad: [0, 0], good: [2400, 4200], digits: 0 }),
  'constant-audio-input-level': audio(),
  'constant-audio-output-level': audio(),
} satisfies Record<string, Limit>;

export type WarningName = keyof typeof LIMITS;

/** A warning that is raised now and cleared `lastsMs` later. */
export function qualityWarning(script: SdkScript, random: Random, name: WarningName, lastsMs: number): void {
  const limit: Limit = LIMITS[name];
  // The browser SDK holds its output level to be too unreliable for a warning.
  const raised = name === 'constant-audio-output-level' ? 'INFO' : 'WARNING';
  script.say(raised, `${limit.group}-raised`, name, { metric: metric(random, limit, true) });
  script.wait(lastsMs, lastsMs);
  script.info(`${limit.group}-cleared`, name, { metric: metric(random, limit, false) });
}

function metric(random: Random, { threshold, samples, badSamples, bad, good, digits }: Limit, raised: boolean) {
  const sample = ([min, max]: readonly [number, number]) => Number((min + random.next() * (max - min)).toFixed(digits));
  const firstBad = raised ? samples - badSamples : samples;
  const values = Array.from({ length: samples }, (_, index) => sample(index >= firstBad ? bad : good));
  return { threshold, values };
}

function network(limit: Omit<Limit, 'group' | 'samples' | 'badSamples'> & { samples?: number }): Limit {
  return { group: 'network-quality-warning', samples: 5, badSamples: 3, ...limit };
}

function audio(): Limit {
  // The threshold is a standard deviation: a microphone that gives the same level all the time is probably dead.
  return {
    group: 'audio-level-warning',
    threshold: 327.67,
    samples: 10,
    badSamples: 10,
    bad: [0, 3],
    good: [300, 9000],
    digits: 0,
  };
}
