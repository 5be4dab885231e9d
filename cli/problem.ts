/** What a command was told makes no sense: exit 2. */
export class UsageProblem extends Error {}

/** What a command was told makes sense and cannot be done: exit 1. */
export class Trouble extends Error {}

const NO_CREDENTIALS = /could not load credentials|credentials? .*(missing|not found|not valid)|no valid credential/i;

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
  if (/ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|RequestExpired/.test(name)) {
    return `AWS does not take these credentials (${name}): sign in again, or name a profile with --profile`;
  }
  const { code, address, port } = refusedConnection(error);
  if (code === 'ECONNREFUSED') return `nothing answers at ${address}:${port}`;
  if (/region is missing/i.test(message)) return 'no AWS region: set AWS_REGION or say --region';
  if (name === 'ResourceNotFoundException') return `not found in AWS: ${message}`;
  return name === 'Error' || name === 'AggregateError' ? message : `${name}: ${message}`;
}

/** Clients wrap it; an address that several answers were tried for fails with all of them, which say the same. */
function refusedConnection(error: Error): { code?: string; address?: string; port?: number } {
  if (error instanceof AggregateError) return error.errors[0];
  return 'code' in error && error.cause instanceof Error
    ? refusedConnection(error.cause)
    : (error as NodeJS.ErrnoException);
}

function messageOf(error: Error): string {
  const causes = error instanceof AggregateError ? error.errors.map(String) : [];
  return (error.message || causes.join('; ')).split('\n', 1)[0] ?? '';
}

interface TwilioRestException {
  status: number;
  code?: number;
  message: string;
  moreInfo?: string;
}

/** What Twilio answered; undefined for an error that is none of the client's. */
function explainTwilio(error: Error): string | undefined {
  // By its form: to import the client for its class would cost every command a third of a second.
  if (!('status' in error && 'moreInfo' in error)) return undefined;
  const { status, code, message } = error as unknown as TwilioRestException;
  // Voice Insights has codes of its own, from 17000 on, that say 401 and mean the call.
  if (status === 401 && !(code !== undefined && code >= 17_000 && code < 18_000)) {
    return 'Twilio does not take these credentials: check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (or the API key)';
  }
  if (status === 403) return `Twilio does not allow this to these credentials${code ? ` (${code})` : ''}: ${message}`;
  if (status === 429) return 'Twilio answers too many requests: wait a minute and try again';
  return `Twilio answered ${status}${code ? ` (${code})` : ''}: ${message}`;
}
