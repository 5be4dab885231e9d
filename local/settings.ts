import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { type IngestConfig, IngestSettings, ingestConfig, settingErrors } from '../families/ingest-config.ts';
import type { Environment } from '../shared/environment.ts';

/** What `npm start` can be told, by environment variables. */
export interface LocalSettings {
  /** Of the read API; `--local=PORT` finds the pipeline by it. */
  port: number;
  kinesisPort: number;
  dynamoDbPort: number;
  /** Where everything is kept; undefined forgets it with the process. */
  dataDir?: string;
  playSamples: boolean;
  /** The credential of the read API. */
  accountSid: string;
  authToken: string;
  config: IngestConfig;
}

const Port = (port: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'expected a port, 0 to 65535 (0 picks a free one)')
    .transform(Number)
    .refine((number) => number <= 65_535, 'expected a port, 0 to 65535 (0 picks a free one)')
    .default(port);

const Settings = z.object({
  PORT: Port(3000),
  KINESIS_PORT: Port(4567),
  DYNAMODB_PORT: Port(8000),
  DATA_DIR: z.string().min(1, 'expected a folder').optional(),
  SAMPLES: z.enum(['on', 'off'], 'expected on or off').default('on'),
  ACCOUNT_SID: z
    .string()
    .regex(/^AC[\dA-Za-z]{1,62}$/, 'expected AC and 32 hexadecimal digits')
    .default(() => `AC${randomHex()}`),
  AUTH_TOKEN: z.string().min(1, 'expected a text').default(randomHex),
  // Here for their errors: whoever has two wrong hears of both.
  ...IngestSettings.shape,
});

/** As long as Twilio's; of this run, where nobody sets one. */
function randomHex(): string {
  return randomBytes(16).toString('hex');
}

/** @throws Error with one line for each variable that is wrong: its name, its value and what is allowed */
export function localSettings(env: Environment): LocalSettings {
  const parsed = Settings.safeParse(env);
  if (!parsed.success) throw new Error(settingErrors(parsed.error, env));
  const { PORT, KINESIS_PORT, DYNAMODB_PORT, DATA_DIR, SAMPLES, ACCOUNT_SID, AUTH_TOKEN } = parsed.data;
  return {
    port: PORT,
    kinesisPort: KINESIS_PORT,
    dynamoDbPort: DYNAMODB_PORT,
    ...(DATA_DIR !== undefined && { dataDir: DATA_DIR }),
    playSamples: SAMPLES === 'on',
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    config: ingestConfig(env),
  };
}
