import { isDeepStrictEqual } from 'node:util';
import { eventId } from '../../samples/builders.ts';
import type { Numbered, SentEvent } from './numbered-events.ts';

/** What is there after a run. */
export interface Found {
  /** Of every row of the table. */
  rows: readonly SentEvent[];
  /** Records in quarantine and in batches given up: their data, base64. */
  quarantined: readonly string[];
  givenUp: readonly string[];
}

/** Where the numbers are: `stored`, `quarantined`, `givenUp` and `missing` add up to all there are. */
export interface Accounts {
  stored: number;
  quarantined: number;
  /** And nowhere else. */
  givenUp: number;
  missing: number[];
  /** More rows or more records in quarantine than one. */
  doubled: number[];
  /** What is there and was not sent, is not as it was sent, or is where it does not belong. */
  strange: string[];
}

interface Place {
  rows: number;
  quarantined: number;
  givenUp: number;
}

/** Holds what is there against what was sent, number by number. */
export function accountFor(sent: readonly Numbered[], found: Found): Accounts {
  const byId = new Map(sent.map((one) => [eventId(one.number), one]));
  const byData = new Map(sent.map((one) => [one.data.toString('base64'), one]));
  const places = new Map<number, Place>(sent.map(({ number }) => [number, { rows: 0, quarantined: 0, givenUp: 0 }]));
  const strange: string[] = [];
  const count = (one: Numbered | undefined, where: keyof Place) => {
    const place = one && places.get(one.number);
    if (place !== undefined) place[where] += 1;
  };

  for (const row of found.rows) {
    const one = byId.get(row.id);
    count(one, 'rows');
    if (one?.event === undefined || !isDeepStrictEqual(row.data, withoutNulls(one.event.data)))
      strange.push(`a row of ${row.id}`);
  }
  for (const data of found.quarantined) {
    const one = byData.get(data);
    count(one, 'quarantined');
    if (one === undefined || one.event !== undefined) strange.push(`in quarantine: ${data}`);
  }
  for (const data of found.givenUp) count(byData.get(data), 'givenUp');

  const all = [...places];
  const numbersWhere = (holds: (place: Place) => boolean) =>
    all.filter(([, place]) => holds(place)).map(([number]) => number);
  return {
    stored: numbersWhere(({ rows }) => rows > 0).length,
    quarantined: numbersWhere(({ rows, quarantined }) => rows === 0 && quarantined > 0).length,
    givenUp: numbersWhere(({ rows, quarantined, givenUp }) => rows + quarantined === 0 && givenUp > 0).length,
    missing: numbersWhere(({ rows, quarantined, givenUp }) => rows + quarantined + givenUp === 0),
    doubled: numbersWhere(({ rows, quarantined }) => rows + quarantined > 1),
    strange,
  };
}

/** A null member counts as absent. */
function withoutNulls(data: object): unknown {
  return JSON.parse(JSON.stringify(data), (_name, value) => value ?? undefined);
}
