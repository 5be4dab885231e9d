import type { Command } from 'commander';
import { COMMAND_FILES } from '../../cli/commands.ts';
import { createProgram } from '../../cli/program.ts';

/** The whole program, each of its commands with what it does. */
export function wholeProgram(): Promise<Command> {
  const names = new Set(COMMAND_FILES.flatMap(({ descriptions }) => Object.keys(descriptions)));
  return createProgram((name) => names.has(name));
}

/** Every command of a program that does something by itself. */
export function doers(program: Command): Command[] {
  return program.commands.flatMap((command) => (command.commands.length > 0 ? command.commands : [command]));
}

/** As it is said: `quarantine list`. */
export function nameOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${parent.name()} ${command.name()}`;
}
