/** Where to look next, most likely cause first. */
export interface NextStep {
  /** A sentence. */
  says: string;
  /** A command of the command line without the program's name, that shows it. */
  command?: string;
  /** What the page of the call shows anyway: what the command does, or all that the step leads to. */
  onPage?: 'command' | 'all';
  /** A page of Twilio's that it names. */
  url?: string;
}
