import { printable } from '../shared/printable.ts';
import { REDACTION } from './catalogue.ts';
import type { RedactionFacts } from './family-facts.ts';

/** The word that stands for `PERSONAL_PATHS`. */
const PERSONAL = 'personal';

/** What the word stands for, in whatever family. */
export const PERSONAL_PATHS: readonly string[] = personalPaths(REDACTION);

const NAME = /^[\w-]+$/;
const CANNOT_BE = 'cannot be redacted: keys, order or errors are made of it';

/** The paths of a setting, which are dotted, under `data`, and `personal`; or why one of them would hide nothing. */
export type RedactPaths = { ok: true; paths: string[] } | { ok: false; problem: string };

/**
 * A path is looked for in the data of every family.
 * @param entries what stood between the commas of the setting
 */
export function redactPaths(entries: readonly string[], families = REDACTION): RedactPaths {
  const facts = together(families);
  const paths = new Set<string>();
  for (const entry of entries) {
    const path = entry.replace(/\s*\.\s*/g, '.').replace(/^(data\.)+/, '');
    const isPreset = path.toLowerCase() === PERSONAL;
    const problem = isPreset ? undefined : problemOf(path, facts);
    if (problem !== undefined) return { ok: false, problem: `${printable(entry)} ${problem}` };
    for (const one of isPreset ? personalPaths(families) : [path]) paths.add(one);
  }
  return { ok: true, paths: [...paths] };
}

/** What is to be known of all families at once. */
interface Together {
  /** Paths that are to be found in Twilio's data. */
  known: readonly string[];
  keptValues: readonly string[];
  keptObjects: readonly string[];
  attributes: readonly string[];
  /** What an attribute of ours is a copy of. */
  copies: Readonly<Record<string, readonly string[]>>;
}

function together(families: readonly RedactionFacts[]): Together {
  const copies: Record<string, string[]> = {};
  for (const [name, paths] of families.flatMap((family) => Object.entries(family.copies)))
    copies[name] = [...(copies[name] ?? []), ...paths];
  return {
    known: [...new Set([...families.flatMap(({ documented }) => documented), ...personalPaths(families)])],
    keptValues: families.flatMap(({ keptValues }) => keptValues),
    keptObjects: families.flatMap(({ keptObjects }) => keptObjects),
    attributes: families.flatMap(({ attributes }) => [...attributes]),
    copies,
  };
}

function personalPaths(families: readonly RedactionFacts[]): readonly string[] {
  return [...new Set(families.flatMap(({ personal }) => personal))];
}

/** Why a path hides nothing, or must not; a sentence whose subject is the path. */
function problemOf(path: string, facts: Together): string | undefined {
  const names = path.split('.');
  if (names.includes('')) return 'is no path: expected names separated by dots';
  if (!names.every((name) => NAME.test(name)))
    return 'is no path: expected names of letters, digits, _ and -, separated by dots, and commas between paths';
  if (names.some((name) => /^\d+$/.test(name)))
    return 'hides nothing: every element of a list is looked at, so leave the number out';
  const [first = '', ...rest] = names;
  if (names.length === 1 && isAlike(first, 'data')) return 'is what every path is under: say what of it';
  if (isAlike(first, PERSONAL)) return `hides nothing: ${PERSONAL} stands alone between its commas`;
  // In the data of one family, whatever its names are in the rows of another.
  if (facts.known.includes(path)) return isKept(path, facts) ? CANNOT_BE : undefined;
  const ours = facts.attributes.find((name) => isAlike(name, first));
  if (ours !== undefined) return problemOfOurs(ours, rest, facts);
  const spelt = asDocumented(names, facts);
  if (isKept(spelt, facts)) return CANNOT_BE;
  if (spelt !== path) return `hides nothing: names are spelt as Twilio does, say ${spelt}`;
  const meant = meantBy(names, facts);
  if (meant.length === 0) return undefined;
  const say = meant.filter((one) => !isKept(one, facts)).join(',');
  return say === '' ? CANNOT_BE : `hides nothing, as it is nowhere in Twilio's data: say ${say}`;
}

function problemOfOurs(name: string, rest: readonly string[], { copies }: Together): string {
  const copied = copies[name];
  if (copied !== undefined) return `is a copy that the table makes: say ${copied.join(',')}`;
  return name === 'other' && rest.length > 0
    ? `is where the table keeps it: say ${rest.join('.')}`
    : "is the table's own, and cannot be redacted";
}

function isKept(path: string, { keptValues, keptObjects }: Together): boolean {
  const holds = (kept: string) => kept === path || kept.startsWith(`${path}.`);
  return [...keptValues, ...keptObjects].some(holds) || keptValues.some((kept) => path.startsWith(`${kept}.`));
}

/** The path with each name as it is known, for as long as there is one like it. */
function asDocumented(names: readonly string[], { known }: Together): string {
  return names.reduce((path, name) => {
    const prefix = path === '' ? '' : `${path}.`;
    const child = known.find(
      (one) =>
        one.startsWith(prefix) && isAlike(one.slice(prefix.length), name) && !one.slice(prefix.length).includes('.'),
    );
    return child ?? `${prefix}${name}`;
  }, '');
}

/** The known paths that somebody can mean who left names out: `ip_address` is one of `sdk_edge.metadata`. */
function meantBy(names: readonly string[], { known }: Together): string[] {
  return known.filter((path) => {
    const parts = path.split('.');
    if (!isAlike(parts.at(-1) ?? '', names.at(-1) ?? '')) return false;
    let at = 0;
    for (const part of parts) if (at < names.length && isAlike(part, names[at] ?? '')) at += 1;
    return at === names.length;
  });
}

function isAlike(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

/** `ipAddress`, `IP_ADDRESS` and `ip-address` are one name to people. */
function plain(name: string): string {
  return name.replace(/[_-]/g, '').toLowerCase();
}
