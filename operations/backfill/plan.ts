import type { CallCloudEvent, CallEvent } from '../../families/call-event/call-event.ts';
import { GATEWAY_CALL_EVENT, SDK_CALL_EVENT } from '../../families/call-event/facts.ts';
import { mediaEdge } from '../../families/call-event/media-edge.ts';
import { groupBy } from '../../shared/group-by.ts';
import { canonical } from './canonical.ts';
import { bucket, type Features, features, LIKENESSES, likeness } from './likeness.ts';
import { madeId, withoutOwn } from './made-id.ts';
import { match } from './match.ts';

/** An event of the table, as far as it matters here. */
export type KnownEvent = Pick<CallCloudEvent, 'id' | 'time' | 'data'>;

/** The difference between Twilio's REST resource and the table, for one call. */
export interface BackfillPlan {
  /** How many of Twilio's events the table has. */
  matched: number;
  /** Those it lacks, ready to be rows. */
  missing: CallCloudEvent[];
  /** The table lacks as many, but which of several is not to be told; nothing is written for them. */
  ambiguous: CallEvent[];
  /** How many rows of the table Twilio does not show. */
  onlyStored: number;
}

interface Known {
  content: string;
  data: CallEvent;
  features?: Features;
}

/**
 * Says what the table lacks; pure. REST events have no id: an event counts as there if there is a row for it, and as
 * many rows for as many twins. What is missing gets an id made of its content and of its number among equals, so that
 * the same event has the same key whenever, and from whatever half-done state, this is run.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource
 * @param rest redacted as rows are, or a hidden value could be guessed from the id
 */
export function planBackfill(rest: readonly CallEvent[], stored: readonly KnownEvent[]): BackfillPlan {
  const ids = new Set(stored.map(({ id }) => id));
  const { left, rows } = withoutOwn(
    rest.map((data) => ({ content: canonical(data), data, features: features(data) })),
    stored,
    ({ id }) => id,
  );
  const plan: BackfillPlan = { matched: rest.length - left.length, missing: [], ambiguous: [], onlyStored: 0 };
  const rowsOf = groupBy(
    rows.flatMap(({ data, time }) => features(data, time) ?? []),
    bucket,
  );
  const missing: Known[] = [];
  for (const [key, group] of groupBy(left, (event) => event.features && bucket(event.features))) {
    if (key === undefined) {
      // Without a time, like no other; whoever makes a row of it says what is wrong.
      missing.push(...group);
      continue;
    }
    const found = match(
      group.flatMap((event) => event.features ?? []),
      rowsOf.get(key) ?? [],
      group.map(({ content }) => content),
      { ranks: LIKENESSES.length, rankOf },
    );
    plan.matched += found.matched.length;
    plan.ambiguous.push(...pick(group, found.ambiguous).map(({ data }) => data));
    missing.push(...pick(group, found.missing));
  }
  plan.onlyStored = stored.length - plan.matched;
  plan.missing = missing.map((event) => named(event, ids));
  return plan;
}

/** @param ids taken, by rows and by events before this one; the new one is added */
function named({ content, data }: Known, ids: Set<string>): CallCloudEvent {
  // The resource does not say; the SDK reports its own side, gateways all others.
  const type = mediaEdge(data) === 'sdk_edge' ? SDK_CALL_EVENT : GATEWAY_CALL_EVENT;
  return { id: madeId(content, ids), type, data };
}

function pick<Element>(elements: readonly Element[], places: readonly number[]): Element[] {
  return places.flatMap((place) => elements.slice(place, place + 1));
}

function rankOf(event: Features, row: Features): number | undefined {
  const how = likeness(event, row);
  return how === undefined ? undefined : LIKENESSES.indexOf(how);
}
