import * as z from 'zod/mini';
import { oneOf } from '../../families/call-summary/enumerations.ts';
import { utcTime } from '../../shared/utc-time.ts';
import { relativeTime } from './time-asked.ts';

type Reader<Value> = z.ZodMiniType<Value, string[]>;

/** The text of a parameter that stands once. */
export const one = z.pipe(
  z.array(z.string()).check(z.length(1, 'expected once')),
  z.transform(([value = '']) => value),
);

export const text = z.pipe(one, z.string().check(z.minLength(1, 'expected a text')));

/** @param reads undefined for what is wrong @param expected what is allowed */
export function reader<Value>(reads: (value: string) => Value | undefined, expected: string): Reader<Value> {
  return z.pipe(
    one,
    z.transform((value, context): Value => {
      const read = reads(value);
      if (read !== undefined) return read;
      context.issues.push({ code: 'custom', message: expected, input: value });
      return z.NEVER;
    }),
  );
}

/** UTC with milliseconds, or how long ago as `relativeTime` has it. */
export const time = reader(
  // A plus sign that nobody escaped has become a blank.
  (value) => utcTime(value.replace(/ (\d{2}:?\d{2})$/, '+$1')) ?? relativeTime(value),
  'expected an ISO 8601 time, such as 2021-05-24T14:15:22Z, or how long ago: 30m, 4h, 7d, 1w',
);

/** @param to what is greater counts as this */
export const count = (from: number, to: number, expected: string): Reader<number> =>
  reader((value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    return number >= from ? Math.min(number, to) : undefined;
  }, expected);

export const decimal: Reader<number> = reader(
  (value) => (/^\d{1,9}(\.\d{1,9})?$/.test(value) ? Number(value) : undefined),
  'expected a number, such as 3.5',
);

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);
/** Undefined for what is neither of both. */
export function flagOf(value: string): boolean | undefined {
  return FLAGS.get(value.toLowerCase());
}

export const flag: Reader<boolean> = reader(flagOf, 'expected true or false');

/** Values separated by commas, each of them as `reads` has it; or the parameter several times. */
export function listOf<Value extends string>(
  reads: (value: string) => Value | undefined,
  expected: string,
): Reader<readonly Value[]> {
  return z.pipe(
    z.array(z.string()),
    z.transform((values, context): readonly Value[] => {
      const read = values.flatMap((value) => value.split(',')).map((value) => reads(value.trim()));
      const known = read.filter((value) => value !== undefined);
      if (known.length === read.length) return [...new Set(known)];
      context.issues.push({ code: 'custom', message: expected, input: values });
      return z.NEVER;
    }),
  );
}

export function anyOf<Value extends string>(values: readonly Value[]): Reader<readonly Value[]> {
  return listOf((value) => oneOf(values, value), `expected any of ${values.join(', ')}, separated by commas`);
}

/**
 * Texts that may have commas in them: the whole, first, and what stands between its commas.
 * @param asItIs how such a text stands in the table
 */
export function texts(asItIs = (value: string) => value.trim()): Reader<readonly string[]> {
  return reader((value) => {
    const [whole, ...others] = [value, ...value.split(',')].map(asItIs);
    if (whole === undefined || whole === '') return undefined;
    return [...new Set([whole, ...others.filter((part) => part !== '')])];
  }, 'expected a text, or several separated by commas');
}
