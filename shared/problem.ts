import { fileProblem } from './file-problem.ts';
import { printable } from './printable.ts';

/** What a command was told makes no sense: exit 2. */
export class UsageProblem extends Error {}

/** What a command was told makes sense and cannot be done: exit 1. */
export class Trouble extends Error {
  readonly explained: Explained;

  /** @param cure what to do about it, where that is no part of what is said already */
  constructor(says: string, cure?: string) {
    super(cure === undefined ? says : `${says}: ${cure}`);
    this.explained = { says, ...(cure !== undefined && { cure }) };
  }
}

/** An error in a person's words, each half without a full stop. */
export interface Explained {
  /** What is wrong. */
  says: string;
  /** What to do, where that is known. */
  cure?: string;
}

const NO_CREDENTIALS = /could not load credentials|credentials? .*(missing|not found|not valid)|no valid credential/i;

/** By the names that services have for it. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const CREDENTIALS_REFUSED =
  /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|InvalidAccessKeyId|RequestExpired/;

const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ProvisionedThroughputExceeded/;

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes, and what speaks no TLS at all. */
const NO_TRUST = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|^EPROTO$|^ERR_(TLS|SSL)_/;

/** One line for a person: what is wrong, and what to do where that is known. Never a stack trace. */
export function explain(error: unknown): string {
  const { says, cure } = explained(error);
  return cure === undefined ? says : `${says}: ${cure}`;
}

/** A text that another sentence follows. */
export function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

/** The same in its two halves. */
export function explained(error: unknown): Explained {
  if (!(error instanceof Error)) return { says: String(error) };
  if (error instanceof Trouble) return error.explained;
  if (error instanceof UsageProblem) return { says: error.message };
  return explainTwilio(error) ?? explainConnection(error) ?? explainSettings(error) ?? explainAws(error);
}

function explainConnection(error: Error): Explained | undefined {
  const { code = '', address, port, hostname } = failedConnection(error);
  const from = address === undefined ? '' : ` from ${address}:${port}`;
  if (code === 'ECONNREFUSED') {
    return { says: `nothing answers at ${address}:${port}` };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return { says: `no way to ${hostname} (${code})`, cure: 'is there a network?' };
  }
  if (NO_TRUST.test(code)) {
    return {
      says: `no trusted connection (${code}: ${messageOf(error)})`,
      cure: 'where a proxy decrypts, put its certificate into NODE_EXTRA_CA_CERTS; where a URL was set, look at its scheme and port',
    };
  }
  if (error.name === 'TimeoutError' || code === 'ETIMEDOUT' || code === 'ECONNABORTED') {
    return {
      says: `no answer in time${from}`,
      cure: 'is there a way to it, such as a VPN or a proxy? Then run the command again',
    };
  }
  // Of Twilio's client, by its form: its name is that of what it wraps.
  if ('isAxiosError' in error) {
    return { says: `the connection to Twilio broke (${messageOf(error)})`, cure: 'run the command again' };
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return { says: `the connection broke (${messageOf(error)})`, cure: 'run the command again' };
  }
  return undefined;
}

/** What is wrong on this machine, or between it and AWS. */
function explainSettings(error: Error): Explained | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return { says: `the disk is full${path === undefined ? '' : ` (${path})`}`, cure: 'make room on it' };
  }
  if (path !== undefined && 'syscall' in error) return { says: fileProblem(path, error) };
  if (code === 'ERR_INVALID_URL') {
    return { says: 'a URL that is set is none', cure: 'look at AWS_ENDPOINT_URL… and TWILIO_…_URL' };
  }
  if (code === 'ERR_INVALID_CHAR') {
    return {
      says: 'the credentials have a character that no request can carry',
      cure: 'set them again, without quotes or line breaks',
    };
  }
  // The SDK hides what it could not read behind the error.
  if ('$response' in error && (error instanceof SyntaxError || /parse error/i.test(error.message))) {
    return {
      says: `what answered is not AWS (${messageOf(error)})`,
      cure: 'is AWS_ENDPOINT_URL right, or is a proxy or a sign-in page on the way?',
    };
  }
  return undefined;
}

function explainAws(error: Error): Explained {
  const { name } = error;
  const message = messageOf(error);
  if (name === 'CredentialsProviderError' || NO_CREDENTIALS.test(message)) {
    return {
      says: `no AWS credentials (${message})`,
      cure: 'sign in (aws sso login, aws configure), or name a profile that has them with --profile; --local needs none',
    };
  }
  if (CREDENTIALS_REFUSED.test(name)) {
    return {
      says: `AWS does not take these credentials (${name})`,
      cure: 'sign in again, or name a profile with --profile',
    };
  }
  if (/^((KMS)?AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorized)$/.test(name)) {
    return {
      says: `AWS does not allow this to these credentials (${message})`,
      cure: 'have that right added to them, or name another profile with --profile',
    };
  }
  if (message.startsWith('Region not accepted')) {
    return { says: message.replace(/\.$/, ''), cure: 'set AWS_REGION or say --region' };
  }
  if (/region is missing/i.test(message)) return { says: 'no AWS region', cure: 'set AWS_REGION or say --region' };
  if (name === 'ResourceNotFoundException') return { says: `not found in AWS: ${message}` };
  const says = name === 'Error' || name === 'AggregateError' ? message : `${name}: ${message}`;
  if (THROTTLED.test(name)) return { says, cure: 'AWS is asked too often: wait a minute, then run the command again' };
  const { $metadata: { httpStatusCode = 0 } = {} } = error as { $metadata?: { httpStatusCode?: number } };
  if (httpStatusCode < SERVER_FAULT) return { says };
  return {
    says,
    cure: 'a fault of AWS’s: run the command again; where it stays, https://health.aws.amazon.com/health/status',
  };
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

const SERVER_FAULT = 500;

/** The status Twilio answered with; undefined for an error that is none of its client's. */
export function twilioStatus(error: unknown): number | undefined {
  // By its form: to import the client for its class would cost every command a third of a second.
  const isTwilios = error instanceof Error && 'status' in error && ('moreInfo' in error || 'title' in error);
  return isTwilios ? Number(error.status) : undefined;
}

/** Twilio's own number for what is wrong; undefined where it says none. https://www.twilio.com/docs/api/errors */
export function twilioCode(error: unknown): number | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return twilioStatus(error) !== undefined && typeof code === 'number' && code > 0 ? code : undefined;
}

/** Codes of Voice Insights that are about a call, whatever the status; 17008 and 17009 are trouble of the server's. */
const ABOUT_A_CALL: Readonly<Record<number, Explained>> = {
  17000: {
    says: 'Twilio does not show this call to these credentials',
    cure: 'it is of another account, or its Advanced Features are off; of a subaccount: --account AC…',
  },
  17001: { says: 'Twilio has no complete summary of this call', cure: 'it comes half an hour after the call' },
  17002: { says: 'this call ended over 30 days ago', cure: 'Twilio keeps its events no longer' },
  17007: {
    says: 'Advanced Features were off when this call was made',
    cure: 'Twilio has no events of it; they come of calls made once they are on',
  },
};

/** True where Voice Insights refuses a call, and may show others. https://www.twilio.com/docs/api/errors/17002 */
export function isOfOneCall(code: unknown): boolean {
  return typeof code === 'number' && code >= 17_000 && code < 17_008;
}

/** What Twilio answered; undefined for an error that is none of the client's. */
function explainTwilio(error: Error): Explained | undefined {
  const status = twilioStatus(error);
  if (status === undefined) return undefined;
  const message = printable(error.message) || 'no reason is given';
  const code = twilioCode(error);
  const number = code === undefined ? '' : ` (${code})`;
  if (code !== undefined && isOfOneCall(code)) {
    const known = ABOUT_A_CALL[code];
    return known === undefined
      ? { says: `Twilio does not show this call${number}: ${message}` }
      : { ...known, says: `${known.says}${number}` };
  }
  // Voice Insights has other codes of its own that say 401.
  if (status === 401 && !(code !== undefined && code >= 17_000 && code < 18_000)) {
    return {
      says: 'Twilio does not take these credentials',
      cure: 'check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (or the API key)',
    };
  }
  if (status === 403) {
    return {
      says: `Twilio does not allow this to these credentials${number}: ${message}`,
      cure: 'give the API key that right, or use TWILIO_AUTH_TOKEN',
    };
  }
  if (status === 429) return { says: 'Twilio answers too many requests', cure: 'wait a minute and try again' };
  const says = `Twilio answered ${status}${number}: ${message}`;
  if (status >= SERVER_FAULT) return { says, cure: 'run the command again; where it stays, https://status.twilio.com' };
  return code === undefined ? { says } : { says, cure: `https://www.twilio.com/docs/api/errors/${code}` };
}
