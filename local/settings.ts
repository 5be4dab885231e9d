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

const PORT_NUMBER = 'expected a port, 0 to 65535 (0 picks a free one)';
const FOLDER = 'expected a folder';
const SID = 'expected AC and 32 hexadecimal digits';
const TOKEN = 'expected a text';

const Port = (port: number) =>
  z
    .string(PORT_NUMBER)
    .regex(/^\d{1,5}$/, PORT_NUMBER)
    .transform(Number)
    .refine((number) => number <= 65_535, PORT_NUMBER)
    .default(port);

/** The environment variables of `npm start`, as they are written: text. */
export const LocalVariables = z.object({
  PORT: Port(3000),
  KINESIS_PORT: Port(4567),
  DYNAMODB_PORT: Port(8000),
  DATA_DIR: z.string(FOLDER).min(1, FOLDER).optional(),
  SAMPLES: z.enum(['on', 'off'], 'expected on or off').default('on'),
  ACCOUNT_SID: z
    .string(SID)
    .regex(/^AC[\dA-Za-z]{1,62}$/, SID)
    .default(() => `AC${randomHex()}`),
  AUTH_TOKEN: z.string(TOKEN).min(1, TOKEN).default(randomHex),
  // Here for their errors: whoever has two wrong hears of both.
  ...IngestSettings.shape,
});
export type LocalVariables = z.infer<typeof LocalVariables>;

/** As long as Twilio's; of this run, where nobody sets one. */
function randomHex(): string {
  return randomBytes(16).toString('hex');
}

/** @throws Error with one line for each variable that is wrong: its name, its value and what is allowed */
export function localSettings(env: Environment): LocalSettings {
  const parsed = LocalVariables.safeParse(env);
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
