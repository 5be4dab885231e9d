import { printable } from './printable.ts';

const IN_WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'not allowed to read it',
  EPERM: 'not allowed to read it',
  EISDIR: 'it is a folder, name a file of it',
  ELOOP: 'a link that leads back to itself',
  ENAMETOOLONG: 'no such file: the name is too long',
  EMFILE: 'too many files are open: close some, or raise ulimit -n',
};

/** Why a file that somebody named cannot be read, in one line. */
export function fileProblem(file: string, error: unknown): string {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
  return `${printable(file)}: ${IN_WORDS[code] ?? printable(message)}`;
}
