import { useMemo } from 'preact/hooks';
import { printableStart } from '../../shared/printable.ts';
import type { KnownCallState } from '../call/use-known-call.ts';
import { comparedFacts } from './compared-facts.ts';

/** Of what others wrote, in a cell. */
const LONGEST = 160;

/** What two calls tell of the same things; where they differ it says so. */
export function FactsBeside({ calls }: { calls: readonly { callSid: string; known: KnownCallState }[] }) {
  const [one, other] = calls.map(({ known }) => known);
  const facts = useMemo(
    () => (one && other ? comparedFacts(one, other) : []),
    [one?.verdict, one?.placed, one?.summary, other?.verdict, other?.placed, other?.summary],
  );
  if (facts.length === 0) return null;
  return (
    <section class="facts-beside" aria-labelledby="facts-beside">
      <h2 id="facts-beside">
        Facts <span class="muted">{facts.filter(({ differs }) => differs).length} differ</span>
      </h2>
      <table class="data">
        <thead>
          <tr>
            <th scope="col">Fact</th>
            <th scope="col">First call</th>
            <th scope="col">Second call</th>
          </tr>
        </thead>
        <tbody>
          {facts.map(({ name, texts, differs }) => (
            <tr key={name} class={differs ? 'differs' : ''}>
              <th scope="row">
                {name}{' '}
                {differs && (
                  <span class="differs-mark" title="They differ" role="img" aria-label="differs">
                    ≠
                  </span>
                )}
              </th>
              {texts.map((text, position) => (
                <td key={position === 0 ? 'a' : 'b'}>{text === '' ? '–' : printableStart(text, LONGEST)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
