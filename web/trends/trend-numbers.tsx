import { useState } from 'preact/hooks';
import type { TrendPart } from './trend-parts.ts';
import { daysText, many, type Noun, valueText } from './trend-words.ts';

export interface TrendNumbersProps {
  title: string;
  parts: readonly TrendPart[];
  /** What is counted, or what a share is of. */
  noun: Noun;
  /** Where a part leads; undefined where nothing is behind it, or no more. */
  hrefOf: (part: TrendPart) => string | undefined;
}

/** The chart in numbers, for who cannot see it or wants them; each leads where its bar does. */
export function TrendNumbers({ title, parts, noun, hrefOf }: TrendNumbersProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details class="volume-table" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        <section class="table-field volume-table-field" aria-label={`${title}, in numbers`} tabIndex={0}>
          <table class="data">
            <thead>
              <tr>
                <th>Days, in UTC</th>
                <th class="number">{`${noun.charAt(0).toUpperCase()}${many(noun).slice(1)}`}</th>
              </tr>
            </thead>
            <tbody>
              {parts.toReversed().map((part) => {
                const href = hrefOf(part);
                const days = `${daysText(part)}${part.isOpen ? ', not over' : ''}`;
                return (
                  <tr key={part.from}>
                    <td>{href === undefined ? days : <a href={href}>{days}</a>}</td>
                    <td class="number">{valueText(part, noun)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
