import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  ANNOTATION_MEMBERS,
  ANNOTATION_PART,
  type AnnotationChange,
  type KeptAnnotation,
} from '../../families/call-summary/annotation.ts';
import { expiryOf } from '../../families/expiry.ts';
import type { Clock } from '../../shared/clock.ts';
import { INSIGHTS_KEYS, TTL_ATTRIBUTE } from '../../shared/table.ts';
import { type Attributes, fromAttributes } from '../store/attribute-value.ts';

/** What people said of calls, here and not at Twilio. */
export interface Annotations {
  /** What was said of a call last; undefined where nobody said anything. */
  of(callSid: string): Promise<KeptAnnotation | undefined>;
  /** Says something of a call. Whatever is not said anew stays, also what somebody else says at the same time. */
  say(callSid: string, accountSid: string | undefined, change: AnnotationChange): Promise<void>;
}

export interface AnnotationsOptions {
  client: DynamoDBClient;
  tableName: string;
  clock: Pick<Clock, 'now'>;
  /** Days after the last change; 0 for ever. */
  retentionDays: () => Promise<number>;
}

/** In the table of call insights, a row for each call of which something was said, in the partition of the call. */
export function createAnnotations({ client, tableName, clock, retentionDays }: AnnotationsOptions): Annotations {
  const place = (callSid: string) => ({ TableName: tableName, Key: keyOf(callSid) });
  return {
    async of(callSid) {
      const { Item } = await client.send(new GetItemCommand({ ...place(callSid), ConsistentRead: true }));
      return Item && keptOf(Item);
    },
    async say(callSid, accountSid, change) {
      const nowMs = clock.now();
      const expires = expiryOf(nowMs, await retentionDays());
      const set: Attributes = {
        ...(accountSid !== undefined && { account_sid: { S: accountSid } }),
        ...attributesOf(change),
        updated_at: { S: new Date(nowMs).toISOString() },
        ...(expires !== undefined && { [TTL_ATTRIBUTE]: { N: String(expires) } }),
      };
      // One name after the other: a whole row would take back what somebody else says at the same time.
      const names = Object.keys(set);
      await client.send(
        new UpdateItemCommand({
          ...place(callSid),
          UpdateExpression: `SET ${names.map((_name, index) => `#${index} = :${index}`).join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#${index}`, name])),
          ExpressionAttributeValues: Object.fromEntries(Object.values(set).map((value, index) => [`:${index}`, value])),
        }),
      );
    },
  };
}

function keyOf(callSid: string): Attributes {
  return { [INSIGHTS_KEYS.partitionKey]: { S: callSid }, [INSIGHTS_KEYS.sortKey]: { S: ANNOTATION_PART } };
}

/** What was taken back is a null of the row: the summary of the call may still have it. */
function attributesOf(change: AnnotationChange): Attributes {
  const attributes: Attributes = {};
  for (const member of ANNOTATION_MEMBERS) {
    const value = change[member];
    if (value === undefined) continue;
    if (value === null) attributes[member] = { NULL: true };
    else if (typeof value === 'boolean') attributes[member] = { BOOL: value };
    else if (typeof value === 'number') attributes[member] = { N: String(value) };
    else if (typeof value === 'string') attributes[member] = { S: value };
    else attributes[member] = { L: value.map((one) => ({ S: one })) };
  }
  return attributes;
}

function keptOf(item: Attributes): KeptAnnotation {
  const row = fromAttributes(item);
  const members = ['account_sid', ...ANNOTATION_MEMBERS].filter((name) => Object.hasOwn(row, name));
  return Object.fromEntries(members.map((name) => [name, row[name]]));
}
