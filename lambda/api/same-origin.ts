import type { HonoRequest } from 'hono';

/**
 * Whether a page of this host asks, which only a browser can say: of a request that another site's page or a link on it
 * caused it says so. Browsers since 2023 send `Sec-Fetch-Site`; of others the `Origin` of a write tells.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 * @param baseUrl where the API was asked
 */
export function isSameOrigin(request: HonoRequest, baseUrl: string): boolean {
  const site = request.header('sec-fetch-site');
  return site === undefined ? request.header('origin') === new URL(baseUrl).origin : site === 'same-origin';
}

/** Whether a page of another site asks, as far as a browser says so: programs say nothing of the kind. */
export function isOfOtherSite(request: HonoRequest, baseUrl: string): boolean {
  const isSaid = ['sec-fetch-site', 'origin'].some((name) => request.header(name) !== undefined);
  return isSaid && request.header('sec-fetch-site') !== 'none' && !isSameOrigin(request, baseUrl);
}
