import { type Command, Help, type HelpConfiguration, type Option } from 'commander';

/** The group of options that say which pipeline a command asks. Every help ends its options with it. */
export const WHERE = 'Where:';

/** How a command is called, from the package and in a clone. */
export const CALLED = 'npx voice-insights';

/** A term, such as a command line, and what it means. */
export type Meanings = Readonly<Record<string, string>>;

/** What a help says below the options. */
export interface HelpEnd {
  /** Command lines without the program's name, each with what it shows. */
  examples: Meanings;
  /** Other lists, by their headings. */
  lists?: Readonly<Record<string, Meanings>>;
  /** Sentences, a paragraph each. */
  notes?: readonly string[];
}

/** Less is no column. */
const MIN_COLUMN_WIDTH = 20;
const MIN_WIDTH = 30;
const USUAL_WIDTH = 80;
const TERM_INDENT = '  ';
const MEANING_INDENT = '      ';
/** Behind a line of a command that goes on. */
const CUT = ' \\';

const ends = new WeakMap<Command, HelpEnd>();

/** Adds to what a command's help says below the options. */
export function addHelpEnd(command: Command, end: Partial<HelpEnd>): Command {
  const { examples, lists, notes } = helpEndOf(command);
  ends.set(command, {
    examples: { ...examples, ...end.examples },
    lists: { ...lists, ...end.lists },
    notes: [...(notes ?? []), ...(end.notes ?? [])],
  });
  return command;
}

/** What a command's help says below the options. */
export function helpEndOf(command: Command): HelpEnd {
  return ends.get(command) ?? { examples: {} };
}

/** How every help is laid out: as wide as the terminal, a command's own options first. */
export const HELP_LAYOUT: HelpConfiguration = {
  minWidthToWrap: MIN_COLUMN_WIDTH,
  groupItems: ownOptionsFirst,
  formatItem: (term, termWidth, description, helper) => {
    const left = widthOf(helper) - termWidth - 2 * TERM_INDENT.length;
    if (left >= MIN_COLUMN_WIDTH) {
      return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
    }
    return meaningBelow(term, description, helper);
  },
  formatHelp: (command, helper) => {
    const [usage = '', ...lines] = Help.prototype.formatHelp.call(helper, command, helper).split('\n');
    const { examples, lists, notes = [] } = helpEndOf(command);
    const items = (list: Meanings, format: typeof meaningBelow) =>
      Object.entries(list).map(([term, meaning]) => format(term, meaning, helper));
    const sections = [
      ...section('Examples', items(examples, exampleLines)),
      ...Object.entries(lists ?? {}).flatMap(([heading, list]) => section(heading, items(list, meaningBelow))),
      ...notes.map((note) => `${wrapped(note, '', helper)}\n`),
    ];
    return [hanging(usage, '', helper), ...lines, ...sections].join('\n');
  },
};

/** How wide a help is: as the terminal, else as COLUMNS says, else 80 columns. */
export function helpColumns({ isTTY, columns }: NodeJS.WriteStream): number {
  const said = isTTY ? columns : Number(process.env.COLUMNS);
  return said > 0 ? Math.max(MIN_WIDTH, said) : USUAL_WIDTH;
}

function section(heading: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${heading}:\n${items.join('\n')}\n`];
}

/** What a command is about, before where it looks. */
function ownOptionsFirst<Item extends Command | Option>(
  all: Item[],
  visible: Item[],
  groupOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = [...Help.prototype.groupItems(all, visible, groupOf)];
  const isWhere = ([heading]: [string, Item[]]) => Number(heading === WHERE);
  return new Map(groups.sort((one, other) => isWhere(one) - isWhere(other)));
}

function meaningBelow(term: string, meaning: string, helper: Help): string {
  const below = meaning === '' ? [] : [wrapped(meaning, MEANING_INDENT, helper)];
  return [hanging(term, TERM_INDENT, helper), ...below].join('\n');
}

/** A command line that is cut can be pasted all the same. */
function exampleLines(words: string, meaning: string, helper: Help): string {
  const whole = `${TERM_INDENT}${CALLED} ${words}`;
  const fits = whole.length <= widthOf(helper);
  const line = fits ? whole : hanging(whole.trim(), TERM_INDENT, helper, CUT.length).replaceAll('\n', `${CUT}\n`);
  return `${line}\n${wrapped(meaning, MEANING_INDENT, helper)}`;
}

/** Lines of which all but the first are set in. */
function hanging(text: string, indent: string, helper: Help, spared = 0): string {
  const [first = '', ...others] = wrapped(text, indent, helper, spared).split('\n');
  if (others.length === 0) return first;
  const rest = others.map((line) => line.trim()).join(' ');
  return `${first}\n${wrapped(rest, `${indent}${TERM_INDENT}`, helper, spared)}`;
}

/** Lines that begin with an indent, broken between words alone. */
function wrapped(text: string, indent: string, helper: Help, spared = 0): string {
  return helper.boxWrap(text, widthOf(helper) - indent.length - spared).replace(/^/gm, indent);
}

function widthOf({ helpWidth = USUAL_WIDTH }: Help): number {
  return helpWidth;
}
