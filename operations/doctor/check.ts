/** One thing that must be so for events to arrive. */
export interface Check {
  /** `sink` */
  name: string;
  /** `news` is worth knowing, and events arrive all the same. */
  state: 'ok' | 'news' | 'wrong';
  /** What is, in a line. */
  says: string;
  /** What to do about it. */
  cure?: string;
}

export const ok = (name: string, says: string): Check => ({ name, state: 'ok', says });
export const wrong = (name: string, says: string, cure: string): Check => ({ name, state: 'wrong', says, cure });
