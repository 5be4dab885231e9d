import type { Route } from '../route.ts';
import { PAGE_SECURITY } from '../web-page.ts';

/**
 * What a call event says was written by a client: nothing of it can become a script, and nothing can be sent elsewhere.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const SHELL_HEADERS = {
  ...PAGE_SECURITY,
  'content-type': 'text/html; charset=utf-8',
  // It names the files of its version.
  'cache-control': 'no-cache',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

/**
 * The page's shell, without a credential: whoever looks at it is asked for one by the API. Which view an address is of is
 * decided in the browser.
 */
export const shell: Route = {
  paths: [
    '/',
    '/cause',
    '/events',
    '/fleet',
    '/trends',
    '/compare',
    '/saved',
    '/conferences',
    '/conferences/:ConferenceSid',
    '/calls/:CallSid{.+}',
  ],
  answer: async (context, { page }) => context.body((await page()).html, 200, SHELL_HEADERS),
};
