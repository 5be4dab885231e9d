import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AlertKind } from '../../shared/alert-kinds.ts';
import { PAGE_PARTITIONS } from '../../shared/table.ts';
import { type Attributes, fromAttributes } from '../store/attribute-value.ts';
import { keyOf, rowsOf } from './page-rows.ts';
import { scopeOf } from './scope.ts';

/** Of a view: when somebody is told. */
export interface Alert {
  when: AlertKind;
  /** Per cent of all calls; of a share alone. */
  over?: number;
  /** Who is told besides the topic. */
  webhook?: string;
}

/** An address of the page that has a name. */
export interface View {
  name: string;
  /** Path and query. */
  address: string;
  alert?: Alert;
}

/** A view as it is kept. */
export interface KeptView extends View {
  /** The accounts that its readers may read; all of them where there is no list. */
  accounts?: readonly string[];
  /** Where the page was when it was saved: scheme and host. */
  origin: string;
  /** UTC with milliseconds. */
  savedAt: string;
}

/**
 * Views of the page. Those who may read the same accounts have the same views, and see no others: a name or an address
 * may tell of calls. Who may read all accounts sees all views.
 */
export interface Views {
  /** Scope by scope, in the order of their names. */
  list(accounts: readonly string[] | undefined): Promise<KeptView[]>;
  /** Every view of everybody that has an alert. */
  withAlert(): Promise<KeptView[]>;
  /** Puts a view in the place of one of the same name. */
  put(view: KeptView): Promise<void>;
  remove(accounts: readonly string[] | undefined, name: string): Promise<void>;
}

/** Kept in the table of call insights, in one partition. */
export function createViews({ client, tableName }: { client: DynamoDBClient; tableName: string }): Views {
  const partition = PAGE_PARTITIONS.views;
  const read = async (which: Parameters<typeof rowsOf>[2]) =>
    (await rowsOf({ client, tableName }, partition, which)).map(viewOf);
  return {
    list: (accounts) => read({ start: accounts && viewPart({ name: '', accounts }) }),
    withAlert: () => read({ filter: 'attribute_exists(alert_when)' }),
    async put(view) {
      await client.send(new PutItemCommand({ TableName: tableName, Item: itemOf(view) }));
    },
    async remove(accounts, name) {
      const Key = keyOf(partition, viewPart({ name, accounts }));
      await client.send(new DeleteItemCommand({ TableName: tableName, Key }));
    },
  };
}

/** What tells a view from others: who may see it, and its name. */
export function viewPart({ name, accounts }: Pick<KeptView, 'name' | 'accounts'>): string {
  return `view#${scopeOf(accounts)}#${name}`;
}

function itemOf({ alert, accounts, ...view }: KeptView): Attributes {
  return {
    ...keyOf(PAGE_PARTITIONS.views, viewPart({ name: view.name, accounts })),
    name: { S: view.name },
    address: { S: view.address },
    origin: { S: view.origin },
    saved_at: { S: view.savedAt },
    ...(accounts !== undefined && { accounts: { L: accounts.map((account) => ({ S: account })) } }),
    ...(alert !== undefined && { alert_when: { S: alert.when } }),
    ...(alert?.over !== undefined && { alert_over: { N: String(alert.over) } }),
    ...(alert?.webhook !== undefined && { alert_webhook: { S: alert.webhook } }),
  };
}

function viewOf(item: Attributes): KeptView {
  const row = fromAttributes(item) as Record<string, string> & { accounts?: string[]; alert_over?: number };
  const { alert_when: when, alert_over: over, alert_webhook: webhook } = row;
  return {
    name: row.name ?? '',
    address: row.address ?? '/',
    origin: row.origin ?? '',
    savedAt: row.saved_at ?? '',
    ...(row.accounts !== undefined && { accounts: row.accounts }),
    ...(when !== undefined && {
      alert: {
        when: when as AlertKind,
        ...(over !== undefined && { over }),
        ...(webhook !== undefined && { webhook }),
      },
    }),
  };
}
