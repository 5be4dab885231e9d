import type { EventResource } from '../../../families/call-event/event-resource.ts';
import { warningInWords } from '../../../families/call-event/warning-words.ts';
import { decimal } from '../../../families/call-summary/in-words/in-text.ts';
import type { PlacedEvents } from '../placed-events.ts';
import { type Band, measure, warningBands } from '../quality-data.ts';

/** A warning of a call, at its worst. */
export interface WarningFact {
  /** `Round trip time reached 476 ms, over the SDK’s warning limit of 400 ms` */
  says: string;
  /** `round trip time 476 ms` */
  short: string;
  band: Band;
}

interface Measured {
  words: string;
  unit: string;
  /** The lower, the worse. */
  isLow?: boolean;
}

const MEASURED: Readonly<Record<string, Measured>> = {
  'high-rtt': { words: 'round trip time', unit: ' ms' },
  'high-jitter': { words: 'jitter', unit: ' ms' },
  'high-packet-loss': { words: 'packet loss', unit: ' %' },
  'high-packets-lost-fraction': { words: 'packet loss', unit: ' %' },
  'low-mos': { words: 'MOS', unit: '', isLow: true },
};

/** How bad a warning without a number is: worse than what is just over its limit. */
const UNMEASURED = 2;

/**
 * The warnings of a call, the worst of each name, worst first: by how far it went past its limit.
 * @param endedAtMs what began after it is left out; epoch ms
 */
export function warningFacts(placed: PlacedEvents, endedAtMs = Number.POSITIVE_INFINITY): WarningFact[] {
  const worst = new Map<string, WarningFact & { badness: number }>();
  for (const band of warningBands(placed)) {
    if (band.fromMs > endedAtMs) continue;
    const fact = factOf(band, placed);
    const key = MEASURED[band.name]?.words ?? band.name;
    if ((worst.get(key)?.badness ?? -1) < fact.badness) worst.set(key, fact);
  }
  return [...worst.values()].toSorted((one, other) => other.badness - one.badness);
}

function factOf(band: Band, { events, times }: PlacedEvents): WarningFact & { badness: number } {
  const position = band.raised ?? band.cleared ?? 0;
  const { samples, threshold } = measure(events[position] as EventResource, position, times[position] ?? 0);
  const known = MEASURED[band.name];
  const values = samples.map(({ value }) => value);
  const [limit] = threshold;
  if (known === undefined || values.length === 0) {
    const says = warningInWords(band.name)?.says ?? band.name;
    return { says: upper(says), short: says, band, badness: UNMEASURED };
  }
  const { words, unit, isLow = false } = known;
  const value = values.reduce((one, other) => (isLow ? Math.min(one, other) : Math.max(one, other)));
  const [measured, bound] = [`${decimal(value)}${unit}`, limit === undefined ? '' : `${decimal(limit)}${unit}`];
  const past = limit === undefined ? '' : `, ${isLow ? 'below' : 'over'} the SDK’s warning limit of ${bound}`;
  const ratio = limit === undefined ? 1 : isLow ? limit / value : value / limit;
  return {
    says: `${upper(words)} ${isLow ? 'fell to' : 'reached'} ${measured}${past}`,
    short: `${words} ${measured}`,
    band,
    badness: Number.isFinite(ratio) ? ratio : UNMEASURED,
  };
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
