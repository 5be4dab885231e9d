/** A process, or one invocation in it. What is dead does nothing any more, and wakes up from no sleep. */
export interface Life {
  readonly alive: boolean;
  /** Rejects when it dies. */
  readonly died: Promise<never>;
  /** One point between two things that are done. @returns whether it goes on */
  step(): boolean;
  end(): void;
}

/** @param onStep told of each step, with its number from 0 on */
export function beginLife({ within, onStep }: { within?: Life; onStep?: (step: number) => void } = {}): Life {
  const { promise: died, reject } = Promise.withResolvers<never>();
  // Nobody has to wait for it.
  died.catch(() => undefined);
  let isEnded = false;
  let steps = 0;
  const life: Life = {
    get alive() {
      return !isEnded && within?.alive !== false;
    },
    died,
    step() {
      within?.step();
      onStep?.(steps);
      steps += 1;
      return life.alive;
    },
    end() {
      isEnded = true;
      reject(new Error('the runtime exited'));
    },
  };
  return life;
}
