import type { Parameter } from './parameter.ts';
import { anyOf, listOf, texts } from './parameter-readers.ts';

const TEXT = { type: 'string', minLength: 1 };
const byCommas = (values: readonly unknown[]) => values.join(',');

/** Texts that people wrote, which may have commas in them. */
export function words<Name extends string>(
  member: Name,
  description: string,
  read = texts(),
): Parameter<Name, readonly string[]> {
  const write = ([whole]: readonly unknown[]) => String(whole);
  return {
    member,
    read,
    write,
    schema: TEXT,
    description: `${description} All of the text, or any between its commas.`,
  };
}

/** Values of an enumeration. */
export function enumerated<Name extends string, Value extends string>(
  member: Name,
  values: readonly Value[],
  description: string,
): Parameter<Name, readonly Value[]> {
  const schema = { type: 'string', examples: [values.slice(0, 2).join(',')] };
  return {
    member,
    read: anyOf(values),
    write: byCommas,
    schema,
    description: `${description} Any of ${values.join(', ')}, separated by commas.`,
  };
}

/** Values of a form. @param expected what is allowed, in words */
export function listed<Name extends string>(
  member: Name,
  form: RegExp,
  expected: string,
  description: string,
): Parameter<Name, readonly string[]> {
  const read = listOf((value) => (form.test(value) ? value : undefined), `expected ${expected}, separated by commas`);
  return { member, read, write: byCommas, schema: TEXT, description: `${description} Any of several, by commas.` };
}
