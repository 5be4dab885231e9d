import { describe, expect, it } from 'vitest';
import { callCloudEvent, eventId } from '../../samples/builders.ts';
import { accountFor, type Found } from './accounts.ts';
import type { Numbered } from './numbered-events.ts';

const events = [0, 1, 2].map((number) => callCloudEvent({ id: eventId(number) }, { name: `event-${number}` }));
const bad = Buffer.from('not JSON');
const sent: Numbered[] = [
  ...events.map((event, number) => ({ number, event, data: Buffer.from(JSON.stringify(event)), partitionKey: 'CA1' })),
  { number: 3, data: bad, partitionKey: 'CA1' },
];
const recordOf = (number: number) => sent[number]?.data.toString('base64') ?? '';
const ALL: Found = { rows: events, quarantined: [recordOf(3)], givenUp: [] };
const account = (found: Partial<Found>) => accountFor(sent, { ...ALL, ...found });

describe('the account of a run', () => {
  it('has each number in its place where all is well', () => {
    expect(account({})).toEqual({ stored: 3, quarantined: 1, givenUp: 0, missing: [], doubled: [], strange: [] });
  });

  it('names what is nowhere, row or bad record', () => {
    expect(account({ rows: events.slice(1), quarantined: [] })).toMatchObject({
      stored: 2,
      quarantined: 0,
      missing: [0, 3],
    });
  });

  it('names what is there twice, in the table, in quarantine, or in both', () => {
    expect(account({ rows: [...events, ...events.slice(0, 1)] }).doubled).toEqual([0]);
    expect(account({ quarantined: [recordOf(3), recordOf(3)] }).doubled).toEqual([3]);
    expect(account({ quarantined: [recordOf(3), recordOf(1)] })).toMatchObject({ stored: 3, doubled: [1] });
  });

  it('finds what was given up, and does not count it where it is a row too', () => {
    const givenUp = [recordOf(0), recordOf(1), recordOf(1)];
    expect(account({ rows: events.slice(1), givenUp })).toMatchObject({
      stored: 2,
      givenUp: 1,
      missing: [],
      doubled: [],
    });
  });

  it('names what nobody sent, what is not as it was sent, and what is where it does not belong', () => {
    const stranger = callCloudEvent({ id: eventId(9) });
    const changed = callCloudEvent({ id: eventId(0) }, { name: 'another' });
    const readable = callCloudEvent({ id: eventId(3) });
    expect(account({ rows: [...events, stranger] }).strange).toEqual([`a row of ${eventId(9)}`]);
    expect(account({ rows: [changed, ...events.slice(1)] }).strange).toEqual([`a row of ${eventId(0)}`]);
    expect(account({ rows: [...events, readable] })).toMatchObject({
      doubled: [3],
      strange: [`a row of ${eventId(3)}`],
    });
    expect(account({ quarantined: [recordOf(3), 'aGk='] }).strange).toEqual(['in quarantine: aGk=']);
    expect(account({ rows: events.slice(1), quarantined: [recordOf(3), recordOf(0)] })).toMatchObject({
      missing: [],
      strange: [`in quarantine: ${recordOf(0)}`],
    });
  });

  it('takes a member that is null for one that is not there', () => {
    const event = callCloudEvent({ id: eventId(0) }, { carrier_edge: null, sdk_edge: { error: null } });
    const [first] = sent;
    const row = callCloudEvent({ id: eventId(0) }, { sdk_edge: {} });
    expect(accountFor([{ ...(first as Numbered), event }], { ...ALL, rows: [row], quarantined: [] }).strange).toEqual(
      [],
    );
  });
});
