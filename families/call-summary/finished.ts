import type { FinishedCall } from '../family.ts';
import type { SummaryCloudEvent } from './call-summary.ts';
import { CALL_STATES, CALL_TAGS, CALL_TYPES, oneOf, SUMMARY_EDGES } from './enumerations.ts';
import { facetsOf } from './facets.ts';
import { isFinal, isFinalRank } from './rank.ts';
import { saidTexts } from './said.ts';

/** Stands for every name that is in no list, and for an edge where a tag is one of the whole call. */
const OTHER = '(other)';
const WHOLE_CALL = '(call)';

/** What is counted of a summary that is final; undefined for any other. */
export function finishedCall(event: SummaryCloudEvent): FinishedCall | undefined {
  if (!isFinal(event)) return undefined;
  const { data } = event;
  const { pdd_ms: pddMs, mos, edge_tags: edgeTags = [] } = facetsOf(data);
  const state = oneOf(CALL_STATES, data.call_state) ?? OTHER;
  const tags = tagsOf(edgeTags, saidTexts(data.tags));
  return {
    type: oneOf(CALL_TYPES, data.call_type) ?? OTHER,
    state,
    isBad: state === 'fail' || tags.length > 0,
    tags,
    ...(pddMs !== undefined && { pddMs }),
    ...(mos !== undefined && { mos }),
    isFirst: isFirstFinal,
  };
}

function isFirstFinal(replaced: string | undefined): boolean {
  return replaced === undefined || !isFinalRank(replaced);
}

/** Each tag once for an edge: the same word means another thing on another edge. */
function tagsOf(edgeTags: readonly string[], callTags: readonly string[]): FinishedCall['tags'] {
  const ofEdges = edgeTags.map((text) => {
    const [edge = '', , ...tag] = text.split('.');
    return { edge: oneOf(SUMMARY_EDGES, edge) ?? OTHER, tag: knownTag(tag.join('.')) };
  });
  const named = new Set(ofEdges.map(({ tag }) => tag));
  const ofCall = callTags.map(knownTag).filter((tag) => !named.has(tag));
  const all = [...ofEdges, ...ofCall.map((tag) => ({ edge: WHOLE_CALL, tag }))];
  return [...new Map(all.map((one) => [`${one.edge} ${one.tag}`, one])).values()];
}

function knownTag(tag: string): string {
  return oneOf(CALL_TAGS, tag) ?? OTHER;
}
