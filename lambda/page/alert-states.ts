import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { INSIGHTS_KEYS, PAGE_PARTITIONS, TTL_ATTRIBUTE } from '../../shared/table.ts';
import { keyOf, rowsOf } from './page-rows.ts';

/** What somebody was told of, and not yet that it is over. */
export interface Alarm {
  /** Key of a cause; `''` for a share. */
  cause: string;
  /** What it is, in words. */
  words: string;
  /** UTC with milliseconds. */
  since: string;
  /** When it was last so, epoch ms. */
  lastMs: number;
}

/** Who is told. */
export type Listener = 'topic' | 'webhook';

/** What somebody is still to be told. */
export interface Unsaid {
  to: Listener;
  /** How often that was tried. */
  tries: number;
  /** JSON of the message. */
  message: string;
}

/** What came of the alert of a view. */
export interface AlertState {
  /** When the view was saved that it is of. */
  savedAt: string;
  alarms: readonly Alarm[];
  /** Of a share: since when it is over, epoch ms. */
  overSinceMs?: number;
  unsaid: readonly Unsaid[];
  /** Why it is not known; a sentence. */
  trouble?: string;
  /** Why somebody was not told of the last message; a sentence. */
  notTold?: string;
  /** Until then somebody is telling, epoch ms. */
  claimedUntilMs: number;
}

/** A state as it is kept; each write makes another revision. */
export interface KeptState extends AlertState {
  revision: number;
}

export interface AlertStates {
  /** All there are, by what tells their view from others. */
  all(): Promise<ReadonlyMap<string, KeptState>>;
  /** Puts a state in the place of one. @param revision of that; 0 for none @returns false where it was another meanwhile */
  put(view: string, state: AlertState, revision: number): Promise<boolean>;
}

/** Of an alert that nobody changes and nothing happens of. */
const KEPT_S = 30 * 86_400;

/** Kept in the table of call insights, in one partition. */
export function createAlertStates({
  client,
  tableName,
  clock,
}: {
  client: DynamoDBClient;
  tableName: string;
  clock: { now(): number };
}): AlertStates {
  return {
    async all() {
      const rows = await rowsOf({ client, tableName }, PAGE_PARTITIONS.alerts);
      return new Map(
        rows.map((row) => [
          row[INSIGHTS_KEYS.sortKey]?.S ?? '',
          { ...JSON.parse(row.state?.S ?? '{}'), revision: Number(row.revision?.N) },
        ]),
      );
    },
    async put(view, state, revision) {
      const input = {
        TableName: tableName,
        Item: {
          ...keyOf(PAGE_PARTITIONS.alerts, view),
          state: { S: JSON.stringify(state) },
          revision: { N: String(revision + 1) },
          [TTL_ATTRIBUTE]: { N: String(Math.floor(clock.now() / 1_000) + KEPT_S) },
        },
        ConditionExpression: 'attribute_not_exists(revision) OR revision = :revision',
        ExpressionAttributeValues: { ':revision': { N: String(revision) } },
      };
      try {
        await client.send(new PutItemCommand(input));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
