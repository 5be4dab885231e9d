/** Pseudo-random values: the same seeds give the same ones, whenever and wherever. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number, `min` and `max` included. */
  integer(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<Value>(values: readonly Value[]): Value;
  /** A value as often as its weight says; the weights need no particular sum. */
  weighted<Value>(choices: readonly (readonly [value: Value, weight: number])[]): Value;
  /** Half of the values are below the median; `sigma` is the spread of their logarithm. */
  logNormal(median: number, sigma: number): number;
  /** A SID: two letters and 32 lower-case hexadecimal digits. */
  sid(prefix: string): string;
}

/** As its author recommends: by then the state has nothing of the seeds' regularity. */
const WARM_UP_ROUNDS = 15;

/**
 * The generator sfc32 of Chris Doty-Humphrey's PractRand. Three seeds of 32 bits, so that every call can have a
 * generator of its own and be the same however many calls are made.
 */
export function createRandom(seed: number, stream = 0, index = 0): Random {
  let [a, b, c, counter] = [seed | 0, stream | 0, index | 0, 1];

  const word = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  const next = () => word() / 2 ** 32;
  const hexWord = () => word().toString(16).padStart(8, '0');
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) word();

  return {
    next,
    integer: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (probability) => next() < probability,
    pick: (values) => elementOf(values, Math.floor(next() * values.length)),
    weighted: (choices) => {
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      const index = choices.findIndex(([, weight]) => {
        left -= weight;
        return left < 0;
      });
      return elementOf(choices, index)[0];
    },
    logNormal: (median, sigma) => {
      // Box-Muller; 1 - next() is never 0.
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return median * Math.exp(sigma * normal);
    },
    sid: (prefix) => `${prefix}${hexWord()}${hexWord()}${hexWord()}${hexWord()}`,
  };
}

function elementOf<Value>(values: readonly Value[], index: number): Value {
  if (index < 0 || index >= values.length) throw new RangeError('nothing to choose from');
  return values[index] as Value;
}
