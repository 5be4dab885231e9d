import { join } from 'node:path';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/** What the bundle has in the place of a package: Lambda hands credentials to a function in its environment, always. */
export const BUNDLED_INSTEAD = {
  '@aws-sdk/credential-provider-node': join(import.meta.dirname, '../lambda/bundled/environment-credentials.ts'),
};

/** How a function becomes one file; its size is most of a cold start. */
export const BUNDLING = {
  format: OutputFormat.ESM,
  target: 'node24',
  // The ES modules of packages that have both kinds: only those can be stripped of what is not used.
  mainFields: ['module', 'main'],
  minify: true,
  sourceMap: true,
  // A stack trace needs names and lines, not the source text a second time.
  sourcesContent: false,
  // The version that was tested, not the one the runtime happens to have.
  bundleAwsSDK: true,
  esbuildArgs: Object.fromEntries(Object.entries(BUNDLED_INSTEAD).map(([name, file]) => [`--alias:${name}`, file])),
} satisfies BundlingOptions;
