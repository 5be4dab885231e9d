import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** The next message of a child process. @throws where it ends without one: nobody would wait for an end */
export async function childAnswer<Message>(child: ChildProcess): Promise<Message> {
  const ended = new AbortController();
  const end = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`${child.spawnargs.slice(1).join(' ')} ended (${code}) before it answered`);
  });
  const answer = once(child, 'message', { signal: ended.signal }).then(([message]) => message as Message);
  try {
    return await Promise.race([answer, end]);
  } finally {
    ended.abort();
  }
}
