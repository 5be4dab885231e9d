import { Aws } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ArchiveLayout } from '../families/archive/archive-table.ts';
import type { ColumnType } from '../families/archive/column.ts';
import { ARCHIVE_LAYOUTS } from '../families/archive/layouts.ts';
import { ARCHIVE } from '../shared/archive.ts';
import { ENV } from '../shared/environment.ts';
import { THROUGH_ATHENA } from './archive-bucket.ts';

export interface ArchiveTablesProps {
  readonly bucket: IBucket;
  /** Lower case, digits and `_`: another one in each account and region. */
  readonly databaseName: string;
}

/** What Glue, and so Athena, calls a type. https://docs.aws.amazon.com/athena/latest/ug/data-types.html */
const GLUE_TYPES: Readonly<Record<ColumnType, string>> = {
  string: 'string',
  int: 'int',
  double: 'double',
  boolean: 'boolean',
  timestamp: 'timestamp',
  doubles: 'array<double>',
  strings: 'array<string>',
};

/** Before the first row that there can be: a question that names no day lists a prefix for each day since. */
const FIRST_DAY = '2024-01-01';

/**
 * What Athena knows of the objects: a database, and a table for each folder. Which days there are is computed, so that
 * nobody adds partitions.
 * @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html
 */
export class ArchiveTables extends Construct {
  readonly databaseName: string;

  constructor(scope: Construct, id: string, { bucket, databaseName }: ArchiveTablesProps) {
    super(scope, id);
    const database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: {
        name: databaseName,
        description: 'The archive of call events, summaries, metrics and conferences',
      },
    });
    this.databaseName = database.ref;
    for (const layout of ARCHIVE_LAYOUTS) {
      new CfnTable(this, idOf(layout), {
        catalogId: Aws.ACCOUNT_ID,
        databaseName: this.databaseName,
        tableInput: tableInput(layout, `s3://${bucket.bucketName}/${layout.folder}/`),
      });
    }
  }

  /** Lets a function have Athena look up the tables for it, and tells it the name of the database. */
  grantReadThroughAthena(fn: LambdaFunction): void {
    const arn = (rest: string) => `arn:${Aws.PARTITION}:glue:${Aws.REGION}:${Aws.ACCOUNT_ID}:${rest}`;
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['glue:GetDatabase', 'glue:GetPartitions', 'glue:GetTable'],
        resources: [
          arn('catalog'),
          // Athena looks at this one too. https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
          arn('database/default'),
          arn(`database/${this.databaseName}`),
          ...ARCHIVE_LAYOUTS.map(({ name }) => arn(`table/${this.databaseName}/${name}`)),
        ],
        conditions: THROUGH_ATHENA,
      }),
    );
    fn.addEnvironment(ENV.archiveDatabase, this.databaseName);
  }
}

/** `call_events` as an id: `CallEvents`. */
function idOf({ name }: ArchiveLayout): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function tableInput({ name, about, columns }: ArchiveLayout, location: string): CfnTable.TableInputProperty {
  return {
    name,
    description: about,
    tableType: 'EXTERNAL_TABLE',
    // A partition key of another type than text is compared with each partition that there is.
    partitionKeys: [{ name: 'day', type: 'string', comment: 'UTC day, yyyy-mm-dd' }],
    parameters: {
      EXTERNAL: 'TRUE',
      classification: 'parquet',
      'projection.enabled': 'true',
      'projection.day.type': 'date',
      'projection.day.format': 'yyyy-MM-dd',
      'projection.day.range': `${FIRST_DAY},NOW+1DAYS`,
      'projection.day.interval': '1',
      'projection.day.interval.unit': 'DAYS',
      'storage.location.template': `${location}${ARCHIVE.dayPrefix}\${day}/`,
    },
    storageDescriptor: {
      location,
      columns: columns.map((column) => ({
        name: column.name,
        type: GLUE_TYPES[column.type],
        comment: column.about,
      })),
      inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
      serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
    },
  };
}
