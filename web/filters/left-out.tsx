import { printableStart } from '../../shared/printable.ts';

const SHORT = 80;
const NO_FILTERS = 'Parts of the address that are not filters were ignored:';

/** Says which parts of the address a view does not look at: it shows more than they ask for. */
export function LeftOut({ parts, why = NO_FILTERS }: { parts: readonly string[]; why?: string }) {
  if (parts.length === 0) return null;
  return (
    <p class="note">
      {why} {parts.map((said) => printableStart(said, SHORT)).join(', ')}
    </p>
  );
}
