import { printableStart } from '../../shared/printable.ts';
import { momentText } from '../time.ts';
import { useTimeZone } from '../zone.ts';
import { changeFilters } from './change-filters.ts';
import { facetsAsked, withoutFacet } from './facet-filters.ts';
import { facetValueText, facetWord } from './facet-words.ts';
import type { Filters } from './filters.ts';

const LONGEST_VALUE = 60;

interface Active {
  word: string;
  value: string;
  without: (filters: Filters) => Filters;
}

/** What the filters ask for, each with a button that takes it away. `isCauseFixed`: the view is about the cause. */
export function ActiveFilters({ filters, isCauseFixed = false }: { filters: Filters; isCauseFixed?: boolean }) {
  const timeZone = useTimeZone();
  const active = activeOf(filters, timeZone).filter(({ word }) => !isCauseFixed || word !== 'Cause');
  if (active.length === 0) return null;
  return (
    <ul class="active-filters" aria-label="Active filters">
      {active.map(({ word, value, without }) => (
        <li key={`${word} ${value}`} class="chip chip-on">
          <span class="muted">{word}</span> <b>{value}</b>
          <button type="button" aria-label={`Remove ${word}: ${value}`} onClick={() => changeFilters(without)}>
            <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function activeOf(filters: Filters, timeZone: 'UTC' | undefined): Active[] {
  const { cause, text, from, to } = filters;
  const moment = (at: string | undefined) => at && momentText(Date.parse(at), 'minute', timeZone);
  return [
    ...(from === undefined && to === undefined
      ? []
      : [
          {
            word: 'Time',
            value: to === undefined ? `since ${moment(from)}` : `${moment(from) ?? '…'} to ${moment(to)}`,
            without: ({ from: _from, to: _to, ...others }: Filters) => others,
          },
        ]),
    ...(cause === undefined
      ? []
      : [
          {
            word: 'Cause',
            value: printableStart(cause.replace(/^\w+:/, ''), LONGEST_VALUE),
            without: ({ cause: _cause, ...others }: Filters) => others,
          },
        ]),
    ...(text === undefined
      ? []
      : [
          {
            word: 'Contains',
            value: printableStart(text, LONGEST_VALUE),
            without: ({ text: _text, ...others }: Filters) => others,
          },
        ]),
    ...facetsAsked(filters).map((facet) => ({
      word: facetWord(facet.name),
      value: facetValueText(facet),
      without: (filters: Filters) => withoutFacet(filters, facet.name),
    })),
  ];
}
