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
  let running = 0;
  let end = () => {};

  function add(task: Promise<void>): void {
    running += 1;
    task
      .catch((error: unknown) => void failures.push(error))
      .finally(() => {
        running -= 1;
        if (running === 0) end();
      });
  }

  function done(): Promise<void> {
    return new Promise((resolve) => {
      end = resolve;
      if (running === 0) resolve();
    });
  }

  return { add, done, failures };
}
