import type * as z from 'zod/mini';
import { badParameter } from './api-error.ts';
import { unknownParameters } from './parameter-name.ts';

/** A parameter of a question: how it is read, and what the description says of it. */
export interface Parameter<Member extends string = string, Value = unknown> {
  /** What the question calls it. */
  member: Member;
  /** Takes what the URL says of it, once or several times; its messages say what is expected. */
  read: z.ZodMiniType<Value, string[]>;
  /** How its values stand in a link; without it each stands there by itself. */
  write?: (values: readonly unknown[]) => string;
  /** How one of them is spelt there. @default as text */
  spell?: (value: never) => string;
  /** JSON Schema of OpenAPI 3.1. */
  schema: object;
  /** A sentence for whoever asks. */
  description: string;
}

/** The parameters of a route, by name, in the order in which people are told of them. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** What parameters make of a URL: those that stand in it. */
export type Given<Of extends Parameters> = {
  [Name in keyof Of as Of[Name]['member']]?: z.output<Of[Name]['read']>;
};

const MAX_ECHO = 100;

/** @throws ApiError 400 that names each parameter that is wrong or unknown, and what is allowed */
export function readParameters<Of extends Parameters>(search: URLSearchParams, parameters: Of): Given<Of> {
  const wrong: string[] = [];
  const given = Object.entries(parameters).flatMap(([name, { member, read }]): [string, unknown][] => {
    if (!search.has(name)) return [];
    const values = search.getAll(name);
    const parsed = read.safeParse(values);
    if (parsed.success) return [[member, parsed.data]];
    const said = values.map((value) => JSON.stringify(value.slice(0, MAX_ECHO)));
    wrong.push(...parsed.error.issues.map(({ message }) => `${name}=${said.join(',')}: ${message}`));
    return [];
  });
  const problems = [...unknownParameters(search, Object.keys(parameters)), ...wrong];
  if (problems.length > 0) throw badParameter(problems.join('; '));
  return Object.fromEntries(given) as Given<Of>;
}

/** Parameters as they stand in a link, such that reading them gives the same again. */
export function writtenParameters(
  parameters: Parameters,
  given: Readonly<Record<string, unknown>>,
): [string, string][] {
  return Object.entries(parameters).flatMap(([name, { member, write, spell = String }]) => {
    const value = given[member];
    const values = value === undefined ? [] : [value].flat();
    if (write !== undefined && values.length > 0) return [[name, write(values)]];
    return values.map((one): [string, string] => [name, spell(one as never)]);
  });
}

/** The same parameter, of which another route says something else. */
export function described<Of extends Parameter>(parameter: Of, description: string): Of {
  return { ...parameter, description };
}
