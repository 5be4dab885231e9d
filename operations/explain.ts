import { fileProblem } from '../shared/file-problem.ts';
import { type Explained, Trouble, UsageProblem } from '../shared/trouble.ts';
import { explainTwilio, SERVER_FAULT } from '../twilio/twilio-answer.ts';

const NO_CREDENTIALS = /could not load credentials|credentials? .*(missing|not found|not valid)|no valid credential/i;

/** By the names that services have for it. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const CREDENTIALS_REFUSED =
  /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|InvalidAccessKeyId|RequestExpired/;

/** What is said where AWS was asked and nobody said which region. */
export const NO_REGION = 'no AWS region';

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
      cure: 'if a proxy decrypts, put its certificate into NODE_EXTRA_CA_CERTS; if a URL is set, check its scheme and port',
    };
  }
  if (error.name === 'TimeoutError' || code === 'ETIMEDOUT' || code === 'ECONNABORTED') {
    return {
      says: `no answer in time${from}`,
      cure: 'does it need a VPN or a proxy? Then run the command again',
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
    return { says: 'a URL in the environment is invalid', cure: 'check AWS_ENDPOINT_URL… and TWILIO_…_URL' };
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
      says: `the answer is not from AWS (${messageOf(error)})`,
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
  if (/region is missing/i.test(message)) return { says: NO_REGION, cure: 'set AWS_REGION or say --region' };
  if (name === 'ResourceNotFoundException') return { says: `not found in AWS: ${message}` };
  const says = name === 'Error' || name === 'AggregateError' ? message : `${name}: ${message}`;
  if (THROTTLED.test(name))
    return { says, cure: 'AWS throttles these requests: wait a minute, then run the command again' };
  const { $metadata: { httpStatusCode = 0 } = {} } = error as { $metadata?: { httpStatusCode?: number } };
  if (httpStatusCode < SERVER_FAULT) return { says };
  return {
    says,
    cure: 'a fault of AWS’s: run the command again; if it stays, https://health.aws.amazon.com/health/status',
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
