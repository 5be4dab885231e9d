/** Work that can start more work. What fails is kept, and ends nothing else. */
export interface TaskGroup {
  add(task: Promise<void>): void;
  /** Resolves when no task is left, those included that were added meanwhile. */
  done(): Promise<void>;
  /** Why tasks failed, in the order in which they did. */
  readonly failures: readonly unknown[];
}

export function createTaskGroup(): TaskGroup {
  const failures: unknown[] = [];
  const running = new Set<Promise<void>>();

  function add(task: Promise<void>): void {
    const ended = task
      .catch((error: unknown) => void failures.push(error))
      .then(() => {
        running.delete(ended);
      });
    running.add(ended);
  }

  async function done(): Promise<void> {
    while (running.size > 0) await Promise.all(running);
  }

  return { add, done, failures };
}
