import { useState } from 'preact/hooks';
import type { RankedRow } from './ranked-rows.ts';

interface RankedTableProps {
  /** The heads: of the names, of the measure, of the others. */
  columns: readonly string[];
  /** In order. */
  rows: readonly RankedRow[];
  title: string;
}

const SHOWN_AT_FIRST = 8;

/** Values by how often they occur, as bars and in numbers; each leads to what is behind it. */
export function RankedTable({ columns, rows, title }: RankedTableProps) {
  const [isWhole, setIsWhole] = useState(false);
  const [name, ...numbers] = columns;
  const highest = Math.max(Number.EPSILON, ...rows.map(({ measure }) => measure));
  if (rows.length === 0) return <p class="trend-wait muted">There is nothing of these days.</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keys */}
      <section class="table-field" aria-label={`${title}, as a table`} tabIndex={0}>
        <table class="data">
          <thead>
            <tr>
              <th>{name}</th>
              {numbers.map((word, index) => (
                <th key={word} class={index === 0 ? undefined : 'number'}>
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, isWhole ? rows.length : SHOWN_AT_FIRST).map((row) => (
              <tr key={row.name}>
                <td class="trend-name">{row.href === undefined ? row.name : <a href={row.href}>{row.name}</a>}</td>
                <td>
                  <span class={row.isWorse ? 'share fleet-worse' : 'share'}>
                    <span class="share-bar" aria-hidden="true">
                      <span style={{ width: `${(row.measure / highest) * 100}%` }} />
                    </span>
                    <span class="number">
                      {row.text}
                      {row.isWorse && <span class="visually-hidden"> far worse than before</span>}
                    </span>
                  </span>
                </td>
                {row.others.map((text, index) => (
                  <td key={numbers[index + 1]} class="number">
                    {text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {!isWhole && rows.length > SHOWN_AT_FIRST && (
        <button type="button" class="more" onClick={() => setIsWhole(true)}>
          Show all {rows.length.toLocaleString()}
        </button>
      )}
    </>
  );
}
