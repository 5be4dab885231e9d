import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { encodedPath } from './call-path.ts';

/** Methods that a `Request` cannot have; the API has none but GET, HEAD and OPTIONS anyway. */
const NO_REQUEST_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

const READ_HEADERS = ['authorization', 'accept-encoding'];

/**
 * A request of an HTTP API as the web has it. Of the headers only those that the read API asks for: the others are the
 * client's, and some are no valid ones. Never a body: nothing reads one. The path of such an event is decoded already,
 * its query is not.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toRequest({ rawPath, rawQueryString, headers, requestContext }: APIGatewayProxyEventV2): Request {
  const { domainName, http } = requestContext;
  const url = new URL(`https://${domainName}`);
  url.pathname = encodedPath(rawPath);
  url.search = rawQueryString;
  const read = READ_HEADERS.flatMap((name): [string, string][] => {
    const value = headers[name];
    return value !== undefined && /^[\x20-\x7e]*$/.test(value) ? [[name, value]] : [];
  });
  return new Request(url, {
    method: NO_REQUEST_METHODS.has(http.method.toUpperCase()) ? 'POST' : http.method,
    headers: read,
  });
}

export async function toGatewayResult(answer: Response): Promise<APIGatewayProxyStructuredResultV2> {
  const result = { statusCode: answer.status, headers: Object.fromEntries(answer.headers) };
  // Lambda's answer is JSON: whatever is no text goes as base64.
  if (!answer.headers.has('content-encoding')) return { ...result, body: await answer.text() };
  return { ...result, body: Buffer.from(await answer.arrayBuffer()).toString('base64'), isBase64Encoded: true };
}
