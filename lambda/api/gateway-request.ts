import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { encodedPath } from './call-path.ts';

/** Methods that a `Request` cannot have; the API answers none of them anyway. */
const NO_REQUEST_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** Of those, which can have a body that is read. */
const BODY_METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'DELETE']);

const READ_HEADERS = [
  'authorization',
  'accept-encoding',
  'content-type',
  'if-none-match',
  'origin',
  'prefer',
  'sec-fetch-mode',
  'sec-fetch-site',
] as const;
const PRINTABLE = /^[\x20-\x7e]*$/;

/**
 * A request of an HTTP API as the web has it. Of the headers only those that the read API asks for: the others are the
 * client's, and some are no valid ones. Cookies stand apart from them. The path of such an event is decoded already, its
 * query is not.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toRequest(event: APIGatewayProxyEventV2): Request {
  const { rawPath, rawQueryString, headers, cookies, requestContext } = event;
  const { domainName, http } = requestContext;
  const url = new URL(`https://${domainName}`);
  url.pathname = encodedPath(rawPath);
  url.search = rawQueryString;
  const read = READ_HEADERS.flatMap((name): [string, string][] => {
    const value = headers[name];
    return value !== undefined && PRINTABLE.test(value) ? [[name, value]] : [];
  });
  const cookie = cookies?.filter((one) => PRINTABLE.test(one)).join('; ') ?? '';
  return new Request(url, {
    method: NO_REQUEST_METHODS.has(http.method.toUpperCase()) ? 'POST' : http.method,
    headers: cookie === '' ? read : [...read, ['cookie', cookie]],
    body: BODY_METHODS.has(http.method) ? bodyOf(event) : undefined,
  });
}

function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEventV2): string | undefined {
  return body !== undefined && isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
}

export async function toGatewayResult(answer: Response): Promise<APIGatewayProxyStructuredResultV2> {
  const { 'set-cookie': _inCookies, ...headers } = Object.fromEntries(answer.headers);
  const cookies = answer.headers.getSetCookie();
  const result = { statusCode: answer.status, headers, ...(cookies.length > 0 && { cookies }) };
  // Lambda's answer is JSON: whatever is no text goes as base64.
  if (!answer.headers.has('content-encoding')) return { ...result, body: await answer.text() };
  return { ...result, body: Buffer.from(await answer.arrayBuffer()).toString('base64'), isBase64Encoded: true };
}
