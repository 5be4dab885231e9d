import type { CookieOptions } from 'hono/utils/cookie';

const NAME = 'voice-insights-session';

/**
 * The cookie of a session: no script reads it, no other site's page causes it to be sent. Over TLS no other host can set
 * it. Over HTTP, which is on the loopback interface, ports share cookies: there the port is in the name.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie
 * @param baseUrl where the API was asked
 */
export function sessionCookie(baseUrl: string): { name: string; attributes: CookieOptions } {
  const { protocol, port } = new URL(baseUrl);
  const isSecure = protocol === 'https:';
  return {
    name: isSecure ? `__Host-${NAME}` : `${NAME}-${port}`,
    attributes: { path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure },
  };
}
