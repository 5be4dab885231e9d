/** `localhost`, 127.0.0.0/8 and ::1, with a port or without, in any case, also as a name that ends in a dot. */
const LOOPBACK_HOST = /^(localhost\.?|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/** Whether a `Host` names this machine. Whatever else stands there came from elsewhere. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOST.test(host);
}
