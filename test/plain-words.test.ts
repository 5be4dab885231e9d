import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');
const textOf = (page: string) => readFileSync(path.join(ROOT, page), 'utf8');

const PAGES = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(path.join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
  ...readdirSync(path.join(ROOT, 'docs/decisions')).map((file) => `docs/decisions/${file}`),
];

const MOST_WORDS_OF_README = 800;
const MOST_WORDS_OF_SENTENCE = 25;
const BANNED = /\b(?:whoever|whatever|so many|shall|nobody|somebody)\b/i;

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));

/** What a page says in sentences: paragraphs, items and cells, without fenced code; code in a line is one word. */
function proseOf(page: string): string[] {
  const prose = page
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`[^`]*`/g, 'code')
    .replace(/\*+/g, '');
  return prose.split('\n').flatMap((line) => (line.startsWith('|') ? line.split('|') : line.replace(/^[-#\d.]+ /, '')));
}

function sentencesOf(page: string): string[] {
  return proseOf(page)
    .flatMap((text) => text.split(/(?<=[.!?])\s+(?=["(]?[\p{Lu}\d]|code\b)/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

const tooLong = (page: string) =>
  sentencesOf(page).filter((sentence) => wordsOf(sentence).length > MOST_WORDS_OF_SENTENCE);
const banned = (page: string) => sentencesOf(page).filter((sentence) => BANNED.test(sentence));
/** A sentence whose subject is "what …", and no question. */
const whatAsSubject = (page: string) => sentencesOf(page).filter((sentence) => /^What\b.*[^?]$/.test(sentence));

it('the README is read in three minutes', () => {
  expect(wordsOf(textOf('README.md')).length).toBeLessThanOrEqual(MOST_WORDS_OF_README);
  expect(textOf('README.md').split(/\s+/).length).toBeLessThanOrEqual(MOST_WORDS_OF_README);
});

describe.each(PAGES)('%s', (page) => {
  it('has one thought in a sentence', () => {
    expect(tooLong(textOf(page))).toEqual([]);
  });

  it('is in plain words', () => {
    expect(banned(textOf(page))).toEqual([]);
  });

  it('names the thing or the command that does it', () => {
    expect(whatAsSubject(textOf(page).replace(/^#.*$/gm, ''))).toEqual([]);
  });
});

/** Whose texts people read: on a terminal, on the page, in a mail of an alarm, in the console of AWS. */
const ROOMS = ['cli', 'operations', 'twilio', 'local', 'shared', 'families', 'lambda', 'web', 'infra', 'reference'];
const withoutComments = (code: string) => code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

describe.each(ROOMS)('a message of %s', (room) => {
  const files = readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' });

  it.each(files.filter((file) => /\.tsx?$/.test(file)))('is in plain words: %s', (file) => {
    const lines = withoutComments(textOf(path.join(room, file))).split('\n');
    expect(lines.filter((line) => BANNED.test(line))).toEqual([]);
  });
});

describe('a sentence', () => {
  const long = Array.from({ length: 26 }, () => 'word').join(' ');

  it('is found in a paragraph, an item or a cell, and not in code', () => {
    const found = [`A start. ${long}.`, `- ${long}`, `| short | ${long} |`, `1. [${long}](address)`];
    expect(found.map((page) => tooLong(page).length)).toEqual([1, 1, 1, 1]);
    expect(tooLong(`\`\`\`sh\n${long}\n\`\`\`\n\n\`${long}\``)).toEqual([]);
  });

  it('of words that no one says is found', () => {
    const found = ['Whoever reads.', 'Nobody reads.', 'It shall.', 'A *so many* b.'];
    expect(found.flatMap(banned)).toHaveLength(4);
    expect(banned('It runs `shall`. A shallow one.')).toEqual([]);
    expect(whatAsSubject('What came is lost. What is it?')).toEqual(['What came is lost.']);
  });
});
