import { useState } from 'preact/hooks';
import type { ChartPart } from './chart-part.ts';
import { partTimeText } from './part-words.ts';

interface VolumeTableProps {
  parts: readonly ChartPart[];
  beforeWords: string;
  timeZone: 'UTC' | undefined;
}

/** The chart in numbers, for who cannot see it or wants them. */
export function VolumeTable({ parts, beforeWords, timeZone }: VolumeTableProps) {
  const [isOpen, setIsOpen] = useState(false);
  const hasBefore = parts.some(({ before }) => before !== undefined);
  const hasOthers = parts.some(({ others }) => others > 0);
  return (
    <details class="volume-table" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        <section class="table-field volume-table-field" aria-label="The chart in numbers" tabIndex={0}>
          <table class="data">
            <thead>
              <tr>
                <th>Time</th>
                <th class="number">Errors</th>
                <th class="number">Warnings</th>
                {hasOthers && <th class="number">Other levels</th>}
                {hasBefore && <th class="number">{beforeWords}</th>}
              </tr>
            </thead>
            <tbody>
              {parts.map((part) => (
                <tr key={part.startMs}>
                  <td>{partTimeText(part, timeZone)}</td>
                  <td class="number">{part.errors.toLocaleString()}</td>
                  <td class="number">{part.warnings.toLocaleString()}</td>
                  {hasOthers && <td class="number">{part.others.toLocaleString()}</td>}
                  {hasBefore && <td class="number">{part.before?.toLocaleString()}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
