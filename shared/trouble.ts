/** What a command was told makes no sense: exit 2. */
export class UsageProblem extends Error {}

/** What a command was told makes sense and cannot be done: exit 1. */
export class Trouble extends Error {
  readonly explained: Explained;

  /** @param cure what to do about it, where that is no part of what is said already */
  constructor(says: string, cure?: string) {
    super(cure === undefined ? says : `${says}: ${cure}`);
    this.explained = { says, ...(cure !== undefined && { cure }) };
  }
}

/** An error in a person's words, each half without a full stop. */
export interface Explained {
  /** What is wrong. */
  says: string;
  /** What to do, where that is known. */
  cure?: string;
}
