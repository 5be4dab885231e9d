import { expect, it } from 'vitest';
import { lastWords } from '../../local/last-words.ts';
import { LocalError } from '../../local/local-error.ts';

it.each([
  'ENOSPC: no space left on device, write',
  'IO error: /data/dynamodb/000003.log: No space left on device',
  'EDQUOT: disk quota exceeded, open',
  'IO error: /data/kinesis/000003.log: Disk quota exceeded',
])('say that the disk is full, and what to do: %s', (message) => {
  const words = `the disk is full (DATA_DIR=/data): make room, then start again. ${message}`;
  expect(lastWords(new Error(message), '/data')).toBe(words);
  expect(lastWords(new LocalError(message), '/data')).toBe(words);
});

it('are those of an error that is meant for people, and else say what was under way', () => {
  expect(lastWords(new LocalError('port 1 is in use'), '/data')).toBe('port 1 is in use');
  expect(lastWords(new Error('Database is closed'), '/data')).toBe('cannot go on (DATA_DIR=/data): Database is closed');
  expect(lastWords(new Error('no'), undefined)).toBe('cannot go on: no');
  expect(lastWords('\u001b[2J', undefined)).not.toContain('\u001b');
});
