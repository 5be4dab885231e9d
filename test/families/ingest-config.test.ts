import { describe, expect, it } from 'vitest';
import { type IngestConfig, ingestConfig, ingestEnvironment } from '../../families/ingest-config.ts';
import { PERSONAL_PATHS } from '../../families/redact-fields.ts';
import { LEVELS } from '../../shared/level.ts';

const DAYS = 'expected a number of days, 0 to 36500 (0 keeps rows for ever)';
const A_LEVEL = 'expected all, or levels separated by commas: UNKNOWN, DEBUG, INFO, WARNING, ERROR';

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(ingestConfig({ PATH: '/bin' })).toEqual({
      retentionDays: 395,
      metricDays: 30,
      indexedLevels: ['ERROR', 'WARNING'],
      redactFields: [],
      partyLookup: true,
    });
  });

  it.each([
    ['0', 0],
    ['1', 1],
    ['36500', 36_500],
  ])('keeps rows for %s days', (text, retentionDays) => {
    expect(ingestConfig({ RETENTION_DAYS: text })).toMatchObject({ retentionDays });
  });

  it.each([
    ['all', LEVELS],
    [' ALL ', LEVELS],
    ['ERROR', ['ERROR']],
    ['info, error,,INFO ,', ['INFO', 'ERROR']],
  ])('indexes %j', (text, indexedLevels) => {
    expect(ingestConfig({ INDEXED_LEVELS: text })).toMatchObject({ indexedLevels });
  });

  it.each([
    ['sdk_edge.metadata.ip_address', ['sdk_edge.metadata.ip_address']],
    [' sdk_edge.metadata , account_sid,', ['sdk_edge.metadata', 'account_sid']],
    ['sdk_edge.error.message', ['sdk_edge.error.message']],
    ['sdk_edge.errors_of', ['sdk_edge.errors_of']],
    ['conversation_relay_data.session_id', ['conversation_relay_data.session_id']],
  ])('redacts %j', (text, redactFields) => {
    expect(ingestConfig({ REDACT_FIELDS: text })).toMatchObject({ redactFields });
  });

  it.each([
    [{ METRIC_DAYS: '-1' }, `METRIC_DAYS="-1": ${DAYS}`],
    [{ RETENTION_DAYS: '' }, `RETENTION_DAYS="": ${DAYS}`],
    [{ RETENTION_DAYS: '-1' }, `RETENTION_DAYS="-1": ${DAYS}`],
    [{ RETENTION_DAYS: '1.5' }, `RETENTION_DAYS="1.5": ${DAYS}`],
    [{ RETENTION_DAYS: '36501' }, `RETENTION_DAYS="36501": ${DAYS}`],
    [{ RETENTION_DAYS: 'a year' }, `RETENTION_DAYS="a year": ${DAYS}`],
    [{ INDEXED_LEVELS: '' }, `INDEXED_LEVELS="": ${A_LEVEL}`],
    [{ INDEXED_LEVELS: ' , ' }, `INDEXED_LEVELS=" , ": ${A_LEVEL}`],
    [{ INDEXED_LEVELS: 'ERROR,FATAL' }, `INDEXED_LEVELS="ERROR,FATAL": ${A_LEVEL}`],
    [
      { REDACT_FIELDS: '' },
      'REDACT_FIELDS="": expected dotted paths separated by commas, or personal, of at most 3000 characters together',
    ],
    [{ REDACT_FIELDS: 'a..b' }, 'REDACT_FIELDS="a..b": a..b is no path: expected names separated by dots'],
    [{ REDACT_FIELDS: 'name,.a' }, 'REDACT_FIELDS="name,.a": .a is no path: expected names separated by dots'],
  ])('answers %j with one line that says what is allowed', (env, message) => {
    expect(() => ingestConfig(env)).toThrow(new Error(message));
  });

  it.each([
    'call_sid',
    'timestamp',
    'level',
    'sdk_edge',
    'sdk_edge.error',
    'conversation_relay_data',
    'conversation_relay_data.error',
    'conversation_relay_data.sequence_number',
  ])('refuses to redact %s: the event would lose its key, its order or its error', (path) => {
    expect(() => ingestConfig({ REDACT_FIELDS: `name,${path}` })).toThrow(
      new Error(`REDACT_FIELDS="name,${path}": ${path} cannot be redacted: keys, order or errors are made of it`),
    );
  });

  it('names every variable that is wrong, one a line', () => {
    const env = { RETENTION_DAYS: 'x', INDEXED_LEVELS: 'y', REDACT_FIELDS: 'level' };
    expect(() => ingestConfig(env)).toThrow(/^RETENTION_DAYS="x".*\nINDEXED_LEVELS="y".*\nREDACT_FIELDS="level".*$/);
  });

  it.each<IngestConfig>([
    { retentionDays: 395, metricDays: 30, indexedLevels: ['ERROR', 'WARNING'], redactFields: [], partyLookup: true },
    {
      retentionDays: 0,
      metricDays: 7,
      indexedLevels: LEVELS,
      redactFields: ['name', 'sdk_edge.metadata.ip_address'],
      partyLookup: false,
    },
    { retentionDays: 0, metricDays: 0, indexedLevels: LEVELS, redactFields: PERSONAL_PATHS, partyLookup: true },
  ])('comes out of the environment as it went in: %j', (config) => {
    expect(ingestConfig(ingestEnvironment(config))).toEqual(config);
  });
});
