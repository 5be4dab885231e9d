import { ENV, type Environment } from '../../shared/environment.ts';
import type { ArchiveQuery } from './archive-query.ts';

/**
 * The archive of the stack, as the environment of its functions names it; undefined where there is none. Athena's client
 * is loaded with the first question, since most who ask the function ask for something else.
 */
export function queryOfStack(env: Environment): ArchiveQuery | undefined {
  const database = env[ENV.archiveDatabase];
  const workGroup = env[ENV.archiveWorkGroup];
  if (!database || !workGroup) return undefined;
  let opened: Promise<ArchiveQuery> | undefined;
  return {
    async run(sql, signal) {
      opened ??= import('./open-athena.ts').then(({ openAthena }) => openAthena({ database, workGroup }));
      return (await opened).run(sql, signal);
    },
    close: async () => (await opened)?.close(),
  };
}
