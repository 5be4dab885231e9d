import { ENV, type Environment, requireEnv } from './environment.ts';

/** Days before today that the archive keeps; 0 for all. @throws Error where it is no number: nothing is deleted then */
export function archiveDays(env: Environment): number {
  const text = requireEnv(env, ENV.archiveDays);
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new Error(`${ENV.archiveDays}=${JSON.stringify(text)}: expected a number of days, 0 to 36500 (0 keeps all)`);
}
