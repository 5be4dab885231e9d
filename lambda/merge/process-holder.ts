import { hostname } from 'node:os';

/** Another one for each process, also where all have the same number, as in containers. */
const OF_THIS = crypto.randomUUID();

/** How this process is called where it holds a lock: `host 4711 <uuid>`, each without a blank. */
export function holderHere(): string {
  return [hostname(), process.pid, OF_THIS].join(' ');
}

/** Whether a holder is a process of this machine that runs; of other machines it is not known. */
export function isAliveHere(holder: string): boolean | undefined {
  const [host, pid = '', id] = holder.split(' ');
  if (host !== hostname() || id === undefined) return undefined;
  if (Number(pid) === process.pid) return id === OF_THIS;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
