import type { KnownCallState } from '../call/use-known-call.ts';
import { callLine } from '../call/verdict/call-line.ts';
import { warningFacts } from '../call/verdict/warnings.ts';

/** A fact of two calls; '' where one does not tell it. */
export interface ComparedFact {
  name: string;
  texts: readonly [string, string];
  differs: boolean;
}

/** What two calls tell of the same things, in one order; facts that neither tells are left out. */
export function comparedFacts(one: KnownCallState, other: KnownCallState): ComparedFact[] {
  const [ofOne, ofOther] = [factsOf(one), factsOf(other)];
  return [...new Set([...ofOne.keys(), ...ofOther.keys()])].map((name) => {
    const texts = [ofOne.get(name) ?? '', ofOther.get(name) ?? ''] as const;
    return { name, texts, differs: texts[0] !== texts[1] };
  });
}

function factsOf({ verdict, findings, placed, summary }: KnownCallState): Map<string, string> {
  const warnings = warningFacts(placed).map(({ short }) => short);
  const rating = findings?.feedback;
  const said: [string, string | undefined][] = [
    ['Outcome', verdict?.title],
    ['Errors', findings && String(findings.errors)],
    [
      'First error',
      findings?.first &&
        [findings.first.code, findings.first.words?.title ?? findings.first.message ?? findings.first.title]
          .filter((part) => part !== undefined)
          .join(' '),
    ],
    ['Warnings', warnings.length === 0 ? findings && 'none' : warnings.join(', ')],
    ['Rating', rating && [rating.score, rating.reason].filter((part) => part !== undefined).join(' ')],
    ...callLine(placed, summary.summary).map(({ name, text }): [string, string] => [name, text]),
  ];
  return new Map(said.filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== ''));
}
