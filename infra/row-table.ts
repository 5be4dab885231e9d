import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type CfnGlobalTable,
  type ITable,
  ProjectionType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { TTL_ATTRIBUTE } from '../shared/table.ts';
import type { TableLayout } from './table-layout.ts';
import { READ_WITH_KEY, throughServices, useKey, WRITE_WITH_KEY } from './use-key.ts';

export interface RowTableProps {
  readonly layout: TableLayout;
  /**
   * A table to use instead of making one, such as one that a destroyed stack left behind.
   * @default - a new table
   */
  readonly existingTable?: ITable;
  /** @default - the key that DynamoDB itself owns */
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * A table that rows go to, with its one index: by key, and what the index is for.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-indexes-general-sparse-indexes.html
 */
export class RowTable extends Construct {
  readonly table: ITable;
  readonly indexName: string;
  readonly #layout: TableLayout;
  readonly #encryptionKey?: IKey;
  /** The key of an existing table, where it is another than that of the other parts. */
  readonly #otherKey?: IKey;

  constructor(scope: Construct, id: string, props: RowTableProps) {
    super(scope, id);
    this.#layout = props.layout;
    this.indexName = props.layout.index.name;
    this.table = props.existingTable ?? this.newTable(props);
    this.#encryptionKey = this.table.encryptionKey ?? props.encryptionKey;
    if (this.#encryptionKey?.keyArn !== props.encryptionKey?.keyArn) this.#otherKey = this.#encryptionKey;
  }

  /** Lets a function put rows, nothing else, and tells it the table's name. */
  grantPut(fn: LambdaFunction): void {
    fn.addToRolePolicy(
      new PolicyStatement({
        // `grantWriteData` would also let it update and delete.
        actions: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem'],
        resources: [this.table.tableArn],
      }),
    );
    this.allowOtherKey(fn, WRITE_WITH_KEY);
    fn.addEnvironment(this.#layout.variable, this.table.tableName);
  }

  /** Lets a function ask for rows, of the table and its index, and tells it the table's name. */
  grantQuery(fn: LambdaFunction): void {
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: [this.table.tableArn, this.indexArn],
      }),
    );
    this.allowOtherKey(fn, READ_WITH_KEY);
    fn.addEnvironment(this.#layout.variable, this.table.tableName);
  }

  /** Lets a function that may query also read rows by their keys, where that is how rows of the table are read. */
  grantReadByKey(fn: LambdaFunction): void {
    const { readByKey } = this.#layout;
    if (readByKey.length === 0) return;
    fn.addToRolePolicy(new PolicyStatement({ actions: [...readByKey], resources: [this.table.tableArn] }));
  }

  /**
   * Lets a function put rows of some partitions, or delete them, nothing else.
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
   */
  grantIn(partitions: readonly string[], action: 'PutItem' | 'DeleteItem', fn: LambdaFunction): void {
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: [`dynamodb:${action}`],
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': partitions } },
      }),
    );
    this.allowOtherKey(fn, WRITE_WITH_KEY);
  }

  /**
   * Lets a function change these attributes of rows, no others, and read none of them by that.
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
   */
  grantUpdateOf(attributes: readonly string[], fn: LambdaFunction): void {
    const { partitionKey, sortKey } = this.#layout.keys;
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:UpdateItem'],
        resources: [this.table.tableArn],
        conditions: {
          'ForAllValues:StringEquals': { 'dynamodb:Attributes': [partitionKey, sortKey, ...attributes] },
          StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
        },
      }),
    );
    this.allowOtherKey(fn, WRITE_WITH_KEY);
  }

  /**
   * Lets somebody read rows by key or in SQL, of the table and its index, and use the table's key for that.
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
   */
  grantRead(grantee: IGrantable): Grant {
    const rows = Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PartiQLSelect', 'dynamodb:Query'],
      resourceArns: [this.table.tableArn, this.indexArn],
    });
    if (this.#encryptionKey === undefined) return rows;
    const key = Grant.addToPrincipal({
      grantee,
      actions: READ_WITH_KEY,
      resourceArns: [this.#encryptionKey.keyArn],
      conditions: throughServices(['dynamodb']),
    });
    return rows.combine(key);
  }

  private allowOtherKey(fn: LambdaFunction, actions: string[]): void {
    if (this.#otherKey !== undefined) fn.addToRolePolicy(useKey(this.#otherKey, actions, ['dynamodb']));
  }

  private get indexArn(): string {
    return `${this.table.tableArn}/index/${this.indexName}`;
  }

  private newTable({ layout: { keys, index }, encryptionKey, removalPolicy }: RowTableProps): TableV2 {
    const text = (name: string) => ({ name, type: AttributeType.STRING });
    const table = new TableV2(this, 'Table', {
      partitionKey: text(keys.partitionKey),
      sortKey: text(keys.sortKey),
      billing: Billing.onDemand(),
      timeToLiveAttribute: TTL_ATTRIBUTE,
      globalSecondaryIndexes: [
        {
          indexName: index.name,
          partitionKey: text(index.partitionKey),
          sortKey: text(index.sortKey),
          ...(index.attributes === undefined
            ? { projectionType: ProjectionType.ALL }
            : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...index.attributes] }),
        },
      ],
      // Twilio deletes its copy after 30 days: then this is the only one.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
    if (encryptionKey !== undefined) encryptWith(table, encryptionKey);
    return table;
  }
}

/** What `TableEncryptionV2.customerManagedKey` renders, which wants the stack's region at synth and needs it for nothing. */
function encryptWith(table: TableV2, { keyArn }: IKey): void {
  const resource = table.node.defaultChild as CfnGlobalTable;
  resource.sseSpecification = { sseEnabled: true, sseType: 'KMS' };
  resource.addPropertyOverride('Replicas.0.SSESpecification', { KMSMasterKeyId: keyArn });
}
