import type { CauseCount } from '../../families/call-event/causes/causes-answer.ts';
import { changeFilters } from '../filters/change-filters.ts';
import { withFacet } from '../filters/facet-filters.ts';
import { facetValueText, facetWord } from '../filters/facet-words.ts';
import { percentText } from './cause-words.ts';

/** Of fewer calls, what they share may be chance. */
const MIN_CALLS = 20;

/** What the calls of a cause have more often than all others, each share beside that of the others. */
export function SharedBars({ cause }: { cause: CauseCount }) {
  return (
    <section class="panel shared" aria-labelledby="shared-head">
      <h2 id="shared-head">What its calls share</h2>
      {cause.shared.length === 0 ? (
        <p class="muted">
          {cause.calls < MIN_CALLS
            ? `It has ${cause.calls} ${cause.calls === 1 ? 'call' : 'calls'}. From ${MIN_CALLS} calls on they are compared with others.`
            : 'Nothing that other calls do not have as often.'}
        </p>
      ) : (
        <table class="data shared-table">
          <thead>
            <tr>
              <th>Value</th>
              <th>Its calls</th>
              <th>Other calls with errors or warnings</th>
            </tr>
          </thead>
          <tbody>
            {cause.shared.map(({ facet, value, share, elsewhere }) => (
              <tr key={facet}>
                <th scope="row">
                  <span class="muted">{facetWord(facet)}</span>{' '}
                  <button
                    type="button"
                    class="chip"
                    title="Click to filter"
                    onClick={() => changeFilters((before) => withFacet(before, { name: facet, value }))}
                  >
                    {facetValueText({ name: facet, value })}
                  </button>
                </th>
                <td>
                  <Share share={share} tone="share-here" />
                </td>
                <td>
                  <Share share={elsewhere} tone="share-elsewhere" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Share({ share, tone }: { share: number; tone: string }) {
  return (
    <span class="share">
      <span class={`share-bar ${tone}`} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <b class="number">{percentText(share)}</b>
    </span>
  );
}
