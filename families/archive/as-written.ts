import { isJsonObject, objectsIn } from '../../shared/json.ts';
import type { ArchiveValue } from './column.ts';

/** How an event was written, where its columns do not say it: without it rows of the tables would differ by bytes. */
export interface AsWritten {
  /** Objects whose members came in another order than Twilio documents. */
  orders: readonly MemberOrder[];
  /** Columns of times that were written with milliseconds, although they are whole seconds. */
  exact: readonly string[];
  /** Columns that are computed only: the data has nothing at their path. */
  absent: readonly string[];
  /** The CloudEvent has no time. */
  isUntimed: boolean;
}

/** The names of an object's members, in their order. */
export interface MemberOrder {
  path: readonly string[];
  names: readonly string[];
}

/** As text of a column; null where there is nothing to say. */
export function asWrittenText({ orders, exact, absent, isUntimed }: AsWritten): string | null {
  const said = {
    ...(orders.length > 0 && { orders }),
    ...(exact.length > 0 && { exact }),
    ...(absent.length > 0 && { absent }),
    ...(isUntimed && { isUntimed }),
  };
  return Object.keys(said).length === 0 ? null : JSON.stringify(said);
}

/** What such a text says. */
export function asWrittenIn(text: ArchiveValue | undefined): AsWritten {
  const said: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
  const { orders, exact, absent, isUntimed } = isJsonObject(said) ? said : {};
  return {
    orders: objectsIn(orders).map(({ path, names }) => ({ path: texts(path), names: texts(names) })),
    exact: texts(exact),
    absent: texts(absent),
    isUntimed: isUntimed === true,
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === 'string') : [];
}
