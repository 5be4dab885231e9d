import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** Methods that a `Request` cannot have; the API has none but GET, HEAD and OPTIONS anyway. */
const NO_REQUEST_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

/**
 * A request of an HTTP API as the web has it. Of the headers only the one that the read API asks for: the others are
 * the client's, and some are no valid ones. Never a body: nothing reads one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toRequest({ rawPath, rawQueryString, headers, requestContext }: APIGatewayProxyEventV2): Request {
  const { domainName, http } = requestContext;
  const url = new URL(`https://${domainName}`);
  url.pathname = rawPath;
  url.search = rawQueryString;
  const { authorization } = headers;
  return new Request(url, {
    method: NO_REQUEST_METHODS.has(http.method.toUpperCase()) ? 'POST' : http.method,
    ...(authorization !== undefined && /^[\x20-\x7e]*$/.test(authorization) && { headers: { authorization } }),
  });
}

export async function toGatewayResult(answer: Response): Promise<APIGatewayProxyStructuredResultV2> {
  return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
}
