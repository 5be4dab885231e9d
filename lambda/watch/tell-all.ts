import type { AlertState, Listener, Unsaid } from '../page/alert-states.ts';
import type { KeptView } from '../page/views.ts';
import { whyNotTold } from './why-not-told.ts';

/** What a view has to say to whom. */
export interface Telling {
  view: KeptView;
  /** Counted as tried, see `counted`. */
  unsaid: readonly Unsaid[];
}

/** What is left of it, and why. */
export type Told = Pick<AlertState, 'unsaid' | 'notTold'>;

export interface TellAllOptions {
  /** Tells somebody. What it throws is tried again in a minute. */
  tell: (to: Listener, message: string, view: KeptView) => Promise<void>;
  onTrouble: (error: unknown) => void;
  /** Whether nobody more is to be told in this run. */
  isLate: () => boolean;
}

const MOST_TRIES = 5;

/**
 * The messages as they are put before anybody is told: those that are told in this run are counted as tried. So whoever
 * is killed in the middle has tried them. A webhook gets one message a run, the oldest.
 */
export function counted(unsaid: readonly Unsaid[]): Unsaid[] {
  const webhook = unsaid.find(({ to }) => to === 'webhook');
  return unsaid.map((one) => (one.to === 'topic' || one === webhook ? { ...one, tries: one.tries + 1 } : one));
}

/** Without those that were tried as often as they are. */
export function stillToSay(unsaid: readonly Unsaid[]): Unsaid[] {
  return unsaid.filter(({ tries }) => tries < MOST_TRIES);
}

/**
 * Tells all topics first, as these answer at once; then webhooks, all at a time, so that none waits for one that is dead.
 * @returns in the order of what was given
 */
export async function tellAll(all: readonly Telling[], { tell, onTrouble, isLate }: TellAllOptions): Promise<Told[]> {
  const told = new Set<Unsaid>();
  const late = new Set<Unsaid>();
  const troubles = new Map<Telling, string>();

  async function tellOne(telling: Telling, one: Unsaid): Promise<void> {
    if (isLate()) {
      late.add(one);
      return;
    }
    try {
      await tell(one.to, one.message, telling.view);
      told.add(one);
    } catch (error) {
      troubles.set(telling, whyNotTold(one.to, error));
      onTrouble(error);
    }
  }

  // What came first is told first.
  await Promise.all(
    all.map(async (telling) => {
      for (const one of telling.unsaid) if (one.to === 'topic') await tellOne(telling, one);
    }),
  );
  await Promise.all(
    all.map(async (telling) => {
      const first = telling.unsaid.find(({ to }) => to === 'webhook');
      if (first !== undefined) await tellOne(telling, first);
    }),
  );
  return all.map((telling) => {
    const notTold = troubles.get(telling);
    const left = telling.unsaid.filter((one) => !told.has(one));
    return {
      unsaid: stillToSay(left.map((one) => (late.has(one) ? { ...one, tries: one.tries - 1 } : one))),
      ...(notTold !== undefined && { notTold }),
    };
  });
}
