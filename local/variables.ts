import type { SettingText } from '../shared/setting-text.ts';
import type { LocalVariables } from './settings.ts';

/** Every environment variable of `npm start` in words. What is allowed and the default are the schema's. */
export const VARIABLE_TEXTS: Readonly<Record<keyof LocalVariables, SettingText>> = {
  PORT: { does: 'Port of the read API and its page. `--local=PORT` finds the pipeline by it.' },
  KINESIS_PORT: { does: 'Port of the embedded Kinesis.' },
  DYNAMODB_PORT: { does: 'Port of the embedded DynamoDB.' },
  DATA_DIR: {
    does: 'Folder that keeps stream, table and bucket from one run to the next.',
    byDefault: 'all data ends with the process',
  },
  SAMPLES: { does: 'Plays sample calls at the start.' },
  ACCOUNT_SID: { does: "Account SID of the read API's credential.", byDefault: 'a new one for each run' },
  AUTH_TOKEN: { does: "Token of the read API's credential.", byDefault: 'a new one for each run' },
  RETENTION_DAYS: { does: 'The setting `retentionDays` of the stack.' },
  METRIC_DAYS: { does: 'The setting `metricDays` of the stack.' },
  INDEXED_LEVELS: { does: 'The setting `indexedLevels` of the stack.' },
  REDACT_FIELDS: { does: 'The setting `redactFields` of the stack.', byDefault: 'nothing is redacted' },
  PARTY_LOOKUP: { does: 'The setting `partyLookup` of the stack.' },
};
