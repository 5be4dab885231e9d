import type { ArchiveValue, ColumnType } from '../../families/archive/column.ts';

/** The values of a column of many rows, in a few bytes each. */
export interface ColumnBuffer {
  /** Adds the values of rows; null where `values` is none. */
  add(values: readonly (ArchiveValue | undefined)[] | undefined, rows: readonly number[]): void;
  at(row: number): ArchiveValue;
  /** Negative, 0 or positive, as the value of one row is before that of another; null is before all. */
  compare(one: number, other: number): number;
}

/** @param capacity rows at most */
export function createColumnBuffer(type: ColumnType, capacity: number): ColumnBuffer {
  switch (type) {
    case 'string':
      return stringValues(capacity);
    case 'int':
    case 'double':
    case 'timestamp':
      return numberValues(capacity);
    case 'boolean':
      return booleanValues(capacity);
    default:
      return listValues();
  }
}

/** Every text is kept once: rows of a call are alike in most columns. */
function stringValues(capacity: number): ColumnBuffer {
  const texts: string[] = [];
  const places = new Map<string, number>();
  const rowPlaces = new Int32Array(capacity);
  let length = 0;

  function placeOf(text: string): number {
    const known = places.get(text);
    if (known !== undefined) return known;
    // Of a text that is cut from a longer one, the longer one would be kept too.
    const place = texts.push(text) - 1;
    places.set(text, place);
    return place;
  }

  return {
    add(values, rows) {
      for (const row of rows) {
        const value = values?.[row];
        rowPlaces[length] = typeof value === 'string' ? placeOf(value) : -1;
        length += 1;
      }
    },
    at: (row) => texts[rowPlaces[row] ?? -1] ?? null,
    compare(one, other) {
      const [place, otherPlace] = [rowPlaces[one] ?? -1, rowPlaces[other] ?? -1];
      if (place === otherPlace) return 0;
      if (place === -1 || otherPlace === -1) return place - otherPlace;
      return (texts[place] ?? '') < (texts[otherPlace] ?? '') ? -1 : 1;
    },
  };
}

/** JSON has no NaN: here it is null. */
function numberValues(capacity: number): ColumnBuffer {
  const numbers = new Float64Array(capacity);
  let length = 0;
  return {
    add(values, rows) {
      for (const row of rows) {
        const value = values?.[row];
        numbers[length] = typeof value === 'number' ? value : Number.NaN;
        length += 1;
      }
    },
    at(row) {
      const number = numbers[row] ?? Number.NaN;
      return Number.isNaN(number) ? null : number;
    },
    compare(one, other) {
      const [number, otherNumber] = [numbers[one] ?? Number.NaN, numbers[other] ?? Number.NaN];
      const [isNull, isOtherNull] = [Number.isNaN(number), Number.isNaN(otherNumber)];
      return isNull || isOtherNull ? Number(isOtherNull) - Number(isNull) : number - otherNumber;
    },
  };
}

function booleanValues(capacity: number): ColumnBuffer {
  const states = new Int8Array(capacity);
  let length = 0;
  return {
    add(values, rows) {
      for (const row of rows) {
        const value = values?.[row];
        states[length] = typeof value === 'boolean' ? 1 + Number(value) : 0;
        length += 1;
      }
    },
    at: (row) => (states[row] ? states[row] === 2 : null),
    compare: (one, other) => (states[one] ?? 0) - (states[other] ?? 0),
  };
}

/** Few rows have any. */
function listValues(): ColumnBuffer {
  const lists: ArchiveValue[] = [];
  return {
    add(values, rows) {
      for (const row of rows) lists.push(values?.[row] ?? null);
    },
    at: (row) => lists[row] ?? null,
    compare: () => 0,
  };
}
