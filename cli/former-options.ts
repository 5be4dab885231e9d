import { Option } from 'commander';
import { UsageProblem } from '../shared/trouble.ts';

/** An option that has another name now: taken until 1.0, and in no help. */
export function formerOption(flags: string): Option {
  return new Option(flags, 'a former name, taken until 1.0').hideHelp();
}

/**
 * A value by the name it has now, or by the former one.
 * @param names how each is said
 * @throws UsageProblem where both are said
 */
export function nowOrFormer<Value>(
  now: Value | undefined,
  former: Value | undefined,
  names: { now: string; former: string },
): Value | undefined {
  if (now === undefined || former === undefined) return now ?? former;
  throw new UsageProblem(`${names.former} is the former name of ${names.now}: say one of them`);
}
