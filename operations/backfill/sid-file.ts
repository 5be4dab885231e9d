import { callSidRemark, callSidsMeant } from '../../shared/call-sid.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble } from '../../shared/trouble.ts';
import { unpack } from '../set-aside/unpack.ts';

/** A call that a file names: what stands there, and in which line, counted from 1. */
export interface SaidInFile {
  said: string;
  line: number;
  /** What is unusual about it, as a sentence. */
  remark?: string;
}

const HEADER = /^(call[\s_-]*)?sids?$/i;
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The calls in a file of SIDs, one a line, as editors, spreadsheets and databases write it: any line ending, a byte
 * order mark or UTF-16, quotes, blanks, further columns behind the first, and a header.
 * @param name of the file, for what is said of it
 * @throws Trouble that names the line which holds none
 */
export function callsInFile(bytes: Buffer, name: string): SaidInFile[] {
  const unpacked = unpack(bytes, MAX_BYTES);
  if (unpacked.kind !== 'text') throw new Trouble(`${name} is not text: expected call SIDs, one per line`);
  const lines = unpacked.text.split(/\r\n|\n|\r/).map((text, index) => ({ text, line: index + 1 }));
  const [first, ...rest] = lines.filter(({ text }) => text.trim() !== '');
  if (first === undefined) return [];
  const calls = HEADER.test(firstColumn(first.text)) ? rest : [first, ...rest];
  return calls.map(({ text, line }) => {
    const said = firstColumn(text);
    const meant = callSidsMeant(said).at(-1);
    if (meant === undefined) {
      throw new Trouble(`${name} line ${line}: ${printable(text)} holds no call SID in its first column`);
    }
    const remark = callSidRemark(meant);
    return { said, line, ...(remark !== undefined && { remark }) };
  });
}

/** https://www.rfc-editor.org/rfc/rfc4180, also with the semicolons and tabs of spreadsheets. */
function firstColumn(line: string): string {
  const quoted = /^\s*"((?:[^"]|"")*)"/.exec(line)?.[1];
  return (quoted?.replaceAll('""', '"') ?? line.split(/[,;\t]/, 1)[0] ?? '').trim();
}
