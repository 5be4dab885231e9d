import { type Command, InvalidArgumentError, Option } from 'commander';

const lists = new WeakSet<Option>();

/**
 * An option of several values: said again, or with commas between them, each of them once.
 * @param parse one value, or the values that a word stands for; InvalidArgumentError where it is none
 */
export function listOption<Value>(flags: string, description: string, parse: Parse<Value>): Option {
  const option = new Option(flags, description).argParser((text: string, before: Value[] = []) => [
    ...new Set([...before, ...elementsOf(text, parse)]),
  ]);
  lists.add(option);
  return option;
}

/**
 * Has a command, and those under it, refuse what commander lets pass: an option of one value that is said again, of
 * which the last would count; an empty value; and another option taken for a value.
 * @param words the command line, each word as it was said
 */
export function refuseDoubtfulOptions(command: Command, words: readonly string[]): void {
  for (const option of command.options) {
    if (option.isBoolean()) continue;
    let isSaid = false;
    command.on(`option:${option.name()}`, (value: string) => {
      if (isSaid && !lists.has(option)) {
        command.error(`error: option '${option.flags}' is said more than once: it takes one value`);
      }
      isSaid = true;
      // Whoever reads a value by itself decides about blanks: a call's SID may be some.
      const isEmpty = option.parseArg === undefined ? value.trim() === '' : value === '';
      if (isEmpty) command.error(`error: option '${option.flags}' has an empty value`);
      // As a word of its own: `--stack --json` is a value forgotten, `--stack=--json` is one.
      if (/^-\D/.test(value) && words.some((word, index) => word === value && words[index - 1] === option.long)) {
        command.error(
          `error: option '${option.flags}' has no value before ${value}; where that is one: ${option.long}=${value}`,
        );
      }
    });
  }
  for (const child of command.commands) refuseDoubtfulOptions(child, words);
}

type Parse<Value> = (text: string) => Value | readonly Value[];

function elementsOf<Value>(text: string, parse: Parse<Value>): Value[] {
  const elements = text.split(',').map((element) => element.trim());
  return elements.flatMap((element) => {
    try {
      return parse(element);
    } catch (error) {
      if (elements.length === 1 || !(error instanceof InvalidArgumentError)) throw error;
      throw new InvalidArgumentError(`'${element}' is none. ${error.message}`);
    }
  });
}
