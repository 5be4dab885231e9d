import * as z from 'zod';
import { StackConfig } from '../infra/config.ts';
import { SETTINGS } from '../infra/settings.ts';
import { LocalVariables } from '../local/settings.ts';
import { VARIABLE_TEXTS } from '../local/variables.ts';
import type { SettingText } from '../shared/setting-text.ts';
import { GENERATED, markdownTable, page, plain } from './markdown.ts';

const STACK = `Every setting has a default. Keep your settings in \`settings.json\`, in the folder that you deploy from. Git ignores this file, so an update leaves it as it is:

\`\`\`json
{
  "$schema": "./docs/settings.schema.json",
  "retentionDays": 90,
  "indexedLevels": ["ERROR", "WARNING"],
  "alarmEmail": "you@example.com"
}
\`\`\`

The \`$schema\` line makes editors complete names and mark mistakes. With the package its path is \`./node_modules/voice-insights-sink/docs/settings.schema.json\`.

Props of [the construct](deploy.md#in-a-cdk-app-of-your-own) have types instead: \`retentionDays: 90\` is \`retention: Duration.days(90)\`, \`api: "on"\` is \`api: true\`.

- \`npx cdk deploy -c name=value\` sets one for a single deploy, and wins over the file.
- \`npx cdk deploy -c settings=staging.json\` takes another file. Use one for each stack.
- A wrong value stops the deploy before it changes anything. The message says what is allowed.`;

const LOCAL = `\`npm start\` reads environment variables. A wrong value stops it, and the message says what is allowed.

The stream and the table of events are both named \`call-events\`, the table of summaries \`call-insights\`. The region is \`us-east-1\`. They listen on 127.0.0.1 only: programs of this machine reach them, web pages do not. An SDK client must use HTTP/1.1 for the stream: in JavaScript, \`requestHandler: new NodeHttpHandler()\`.`;

/** The page docs/configuration.md: every setting of the stack, and every variable of `npm start`. */
export function configurationPage(): string {
  const settings = describedSettings(StackConfig.shape, SETTINGS);
  const variables = describedSettings(LocalVariables.shape, VARIABLE_TEXTS);
  return page([
    GENERATED,
    '# Configuration',
    'The settings of the stack come first, then the variables of [`npm start`](#the-local-pipeline).',
    '## The stack',
    STACK,
    overview(settings),
    ...sections(settings),
    '## The local pipeline',
    LOCAL,
    markdownTable(
      ['variable', 'allowed', 'default', 'what it does'],
      variables.map(({ name, allowed, byDefault, does }) => [`\`${name}\``, allowed, byDefault, does]),
    ),
  ]);
}

/** A setting as a page says it, each member in Markdown. */
interface DescribedSetting extends SettingText {
  name: string;
  allowed: string;
  byDefault: string;
}

/**
 * Settings with what their schemas say of them.
 * @param shape the schemas, by the settings' names
 * @param texts what each does, by the same names
 * @throws Error that names the setting whose schema does not say what is allowed, or whose default is said twice or nowhere
 */
export function describedSettings<Name extends string>(
  shape: Readonly<Record<Name, z.core.$ZodType>>,
  texts: Readonly<Record<Name, SettingText>>,
): DescribedSetting[] {
  return (Object.keys(shape) as Name[]).map((name) => ({
    ...texts[name],
    name,
    allowed: plain(allowedBy(name, shape[name])),
    byDefault: defaultOf(name, shape[name], texts[name]),
  }));
}

function overview(settings: readonly DescribedSetting[]): string {
  return markdownTable(
    ['name', 'default', 'what it does'],
    settings.map(({ name, byDefault, does }) => [
      `[\`${name}\`](#${name.toLowerCase()})`,
      byDefault,
      does.replace(/(?<=\.)\s.*$/, ''),
    ]),
  );
}

function sections(settings: readonly DescribedSetting[]): string[] {
  return settings.flatMap(({ name, does, allowed, byDefault, runbook }) => [
    `### \`${name}\``,
    does,
    [`- Allowed: ${allowed}`, `- Default: ${byDefault}`, ...(runbook === undefined ? [] : [seeRunbook(runbook)])].join(
      '\n',
    ),
  ]);
}

/** In the schema's own words: those with which it refuses what is no text at all. */
export function allowedBy(name: string, schema: z.core.$ZodType): string {
  const message = z.safeParse(schema, null).error?.issues[0]?.message ?? '';
  const [, allowed] = /^expected (.+)$/.exec(message) ?? [];
  if (allowed === undefined) throw new Error(`${name}: its schema does not say what is expected, but "${message}"`);
  return allowed;
}

function defaultOf(name: string, schema: z.core.$ZodType, { byDefault }: SettingText): string {
  const [value, again] = [0, 1].map(() => asSaid(z.safeParse(schema, undefined).data));
  const isPrinted = value !== '' && value === again;
  if (isPrinted === (byDefault !== undefined)) {
    throw new Error(`${name}: its default is said ${isPrinted ? 'by its schema and in words' : 'nowhere'}`);
  }
  return byDefault ?? `\`${value}\``;
}

/** As it is set: a choice between on and off is true or false to the code. */
function asSaid(value: unknown): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value ?? '');
}

function seeRunbook(anchor: string): string {
  const [first = '', ...others] = anchor.split('-').join(' ');
  return `- Runbook: [${first.toUpperCase()}${others.join('')}](runbook.md#${anchor})`;
}
