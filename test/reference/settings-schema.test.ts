import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readStackConfig, StackConfig } from '../../infra/config.ts';
import { settingsSchema } from '../../reference/settings-schema.ts';

const accepts = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(settingsSchema()));

/** Values of every kind, at the bounds that settings have. */
const VALUES = [
  ...[0, 1, 23, 24, 168, 169, 8760, 8761, 10_000, 10_001, 36_500, 36_501, 1_000_000_000, 1_000_000_001, 1.5, -1],
  ...['on', 'off', 'retain', 'destroy', 'on-demand', 'provisioned', 'ERROR', 'personal', 'you@example.com'],
  ...['123456789012', 'https://example.com/runbook', 'https://example.com/#part', 'an-external-id-of-twilio', 'x', ''],
  'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  ...[['ERROR', 'INFO'], [], {}, null, true],
];
/** Settings that need another. */
const WITH = { shardCount: { streamMode: 'provisioned' }, apiConcurrency: { api: 'on' } };

describe('the schema of a settings file', () => {
  it.each(Object.keys(StackConfig.shape))('accepts for %s what a deploy accepts', (name) => {
    const others = WITH[name as keyof typeof WITH] ?? {};
    const inEditor = VALUES.filter((value) => accepts({ [name]: value, ...others }));
    const atDeploy = VALUES.filter((value) => readStackConfig({ [name]: value, ...others }).ok);
    // A deploy takes a number for its digits: an editor says where text is meant.
    const isNumber = inEditor.some((value) => typeof value === 'number');
    const meant = atDeploy.filter((value) => isNumber || typeof value !== 'number');
    // What a list may name is told by the deploy alone.
    const isList = inEditor.some(Array.isArray);
    expect(inEditor).toEqual(isList ? expect.arrayContaining(meant) : meant);
    expect(inEditor.length).toBeGreaterThan(0);
  });

  it('names what is no setting, and takes the line that points to it', () => {
    expect(accepts({ $schema: './docs/settings.schema.json', api: 'on' })).toBe(true);
    expect(accepts({ retention: 90 })).toBe(false);
  });
});
