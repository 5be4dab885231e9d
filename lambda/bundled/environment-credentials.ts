/** Bundled in the place of the SDK's chain of providers, of which Lambda needs this one: the others are 100 KB. */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
