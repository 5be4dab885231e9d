/** What a command was told makes no sense: exit 2. */
export class UsageProblem extends Error {}

/** What a command was told makes sense and cannot be done: exit 1. */
export class Trouble extends Error {}

const NO_CREDENTIALS = /could not load credentials|credentials? .*(missing|not found|not valid)|no valid credential/i;

/** By the names that services have for it. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const CREDENTIALS_REFUSED =
  /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|InvalidAccessKeyId|RequestExpired/;

/** One line for a person: what is wrong, and what to do where that is known. Never a stack trace. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UsageProblem || error instanceof Trouble) return error.message;
  const ofTwilio = explainTwilio(error);
  if (ofTwilio !== undefined) return ofTwilio;
  const { name } = error;
  const message = messageOf(error);
  if (name === 'CredentialsProviderError' || NO_CREDENTIALS.test(message)) {
    return `no AWS credentials (${message}): sign in (aws sso login, aws configure), or name a profile that has them with --profile; --local needs none`;
  }
  if (CREDENTIALS_REFUSED.test(name)) {
    return `AWS does not take these credentials (${name}): sign in again, or name a profile with --profile`;
  }
  if (/^((KMS)?AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorized)$/.test(name)) {
    return `AWS does not allow this to these credentials (${message}): have that right added to them, or name another profile with --profile`;
  }
  const { code, address, port, hostname } = failedConnection(error);
  if (code === 'ECONNREFUSED') return `nothing answers at ${address}:${port}`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `no way to ${hostname} (${code}): is there a network?`;
  if (name === 'TimeoutError' || code === 'ETIMEDOUT') {
    return `no answer in time${address === undefined ? '' : ` from ${address}:${port}`}: is there a way to it, such as a VPN or a proxy? Then run the command again`;
  }
  // Of Twilio's client, by its form: its name is that of what it wraps.
  if ('isAxiosError' in error) return `the connection to Twilio broke (${message}): run the command again`;
  if (/region is missing/i.test(message)) return 'no AWS region: set AWS_REGION or say --region';
  if (name === 'ResourceNotFoundException') return `not found in AWS: ${message}`;
  return name === 'Error' || name === 'AggregateError' ? message : `${name}: ${message}`;
}

interface FailedConnection {
  code?: string;
  address?: string;
  port?: number;
  hostname?: string;
}

/**
 * An address that several answers were tried for fails with all of them; they say the same. Twilio's client wraps what
 * failed.
 */
function failedConnection(error: Error): FailedConnection {
  if (error instanceof AggregateError) return error.errors[0];
  return error.cause instanceof Error ? failedConnection(error.cause) : (error as FailedConnection);
}

function messageOf(error: Error): string {
  const causes = error instanceof AggregateError ? error.errors.map(String) : [];
  return (error.message || causes.join('; ')).split('\n', 1)[0] ?? '';
}

/** https://www.twilio.com/docs/api/errors/91003 */
const TOO_MANY_SINKS = 91003;

interface TwilioRestException {
  status: number;
  code?: number;
  message: string;
  moreInfo?: string;
}

/** The status Twilio answered with; undefined for an error that is none of its client's. */
export function twilioStatus(error: unknown): number | undefined {
  // By its form: to import the client for its class would cost every command a third of a second.
  const isTwilios = error instanceof Error && 'status' in error && 'moreInfo' in error;
  return isTwilios ? Number(error.status) : undefined;
}

/** What Twilio answered; undefined for an error that is none of the client's. */
function explainTwilio(error: Error): string | undefined {
  if (twilioStatus(error) === undefined) return undefined;
  const { status, code, message } = error as unknown as TwilioRestException;
  // Voice Insights has codes of its own, from 17000 on, that say 401 and mean the call.
  if (status === 401 && !(code !== undefined && code >= 17_000 && code < 18_000)) {
    return 'Twilio does not take these credentials: check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (or the API key)';
  }
  if (status === 403) return `Twilio does not allow this to these credentials${code ? ` (${code})` : ''}: ${message}`;
  if (status === 429) return 'Twilio answers too many requests: wait a minute and try again';
  if (code === TOO_MANY_SINKS) {
    return `the account has all the sinks that Twilio allows (${code}): delete one that nobody uses, with detach --sink DG… or in the Console`;
  }
  return `Twilio answered ${status}${code ? ` (${code})` : ''}: ${message}`;
}
