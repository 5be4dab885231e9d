import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');

/** The fenced blocks of a language in a section of a page, such as of `docs/ask.md`. */
export function examples(page: string, section: string, language: string): string[] {
  const [, rest = ''] = readFileSync(path.join(ROOT, page), 'utf8').split(`\n## ${section}\n`);
  const [text = ''] = rest.split(/^##/m);
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, code = '']) => code);
}
