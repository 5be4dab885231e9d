import { hostname } from 'node:os';

/** Another one for each process, also where all have the same number, as in containers. */
const OF_THIS = crypto.randomUUID();

/** How this process is called where it holds a lock: `host 4711 <uuid>`, each without a blank. */
export function holderHere(): string {
  return [hostname(), process.pid, OF_THIS].join(' ');
}

/** Whether a holder was a process of this machine that runs no more. */
export function isGoneFromHere(holder: string): boolean {
  const [host, pid = '', id] = holder.split(' ');
  if (host !== hostname() || id === undefined || id === OF_THIS) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
