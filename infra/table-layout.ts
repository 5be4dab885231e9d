import { ENV } from '../shared/environment.ts';
import {
  INSIGHTS_KEYS,
  LEVEL_INDEX,
  STARTED_INDEX,
  STARTED_INDEX_ATTRIBUTES,
  TABLE_KEYS,
  type TableId,
} from '../shared/table.ts';

/** The shape of a table, and what its readers need. */
export interface TableLayout {
  readonly keys: { readonly partitionKey: string; readonly sortKey: string };
  readonly index: {
    readonly name: string;
    readonly partitionKey: string;
    readonly sortKey: string;
    /** @default - whole rows */
    readonly attributes?: readonly string[];
  };
  /** Actions on the table, beside queries, of the function that reads. */
  readonly readByKey: readonly string[];
  /** The variable in which a function finds the table's name. */
  readonly variable: string;
}

export const TABLE_LAYOUTS: Readonly<Record<TableId, TableLayout>> = {
  // So few events carry the index's sort key that it can hold them whole: no second read for an error.
  'call-events': { keys: TABLE_KEYS, index: LEVEL_INDEX, readByKey: [], variable: ENV.tableName },
  // Every call is in its index, in at most 1 KB: one write unit, whatever the summary weighs.
  'call-insights': {
    keys: INSIGHTS_KEYS,
    index: { ...STARTED_INDEX, attributes: STARTED_INDEX_ATTRIBUTES },
    readByKey: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
    variable: ENV.insightsTableName,
  },
};
