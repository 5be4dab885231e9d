import { useEffect, useState } from 'preact/hooks';
import type { CausesAnswer } from '../../families/call-event/causes/causes-answer.ts';
import type { JsonClient } from '../api-client.ts';
import { causesQuestion } from '../causes/causes-question.ts';
import { causesAnswerOf } from '../causes/read-causes.ts';
import { DEFAULT_FILTERS, type Filters } from './filters.ts';

/** What events say in the fields that one can filter by, the most frequent first. */
export interface SeenValues {
  groups: readonly string[];
  names: readonly string[];
  codes: readonly string[];
}

/**
 * What there is in the time of filters, whatever else they say: what is already filtered holds only what was typed. It is
 * asked for once, of each span, behind what the view itself asks for.
 * @param answer the counts of what fits the filters; undefined before they are there
 */
export function useSeenValues(client: JsonClient, filters: Filters, answer: CausesAnswer | undefined): SeenValues {
  const { span, from, to } = filters;
  const time = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  const path = causesQuestion('Causes', { ...DEFAULT_FILTERS, span, ...time });
  const isShown = path === causesQuestion('Causes', filters);
  const isWaiting = isShown || answer === undefined;
  const [asked, setAsked] = useState<CausesAnswer>();
  useEffect(() => {
    if (isWaiting) return undefined;
    const controller = new AbortController();
    client.readObject(path, controller.signal).then(
      (all) => setAsked(causesAnswerOf(all)),
      // The view asks of the same time, and says what is wrong.
      () => undefined,
    );
    return () => controller.abort();
  }, [client, path, isWaiting]);
  return seenIn(isShown ? answer : asked);
}

function seenIn(answer: CausesAnswer | undefined): SeenValues {
  const values = (facet: 'group' | 'name' | 'code') => (answer?.facets[facet] ?? []).map(({ value }) => value);
  return { groups: values('group'), names: values('name'), codes: values('code') };
}
