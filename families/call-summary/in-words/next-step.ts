/** Where to look next, most likely cause first. */
export interface NextStep {
  /** A sentence. */
  says: string;
  /** A command of the command line without the program's name, that shows it. */
  command?: string;
}
