import { expect, it } from 'vitest';
import { notReached, reportTable } from '../../cli/forget-view.ts';

const REPORT = {
  rows: 1,
  insights: 2,
  metrics: 5,
  conferences: 3,
  pointers: 4,
  kept: { quarantine: 0, unsupported: 0, givenUp: 0, redriven: 0 },
  unread: [],
};

const LOCALLY = { isLocal: true, isArchived: false };

it('samples have a line of their own, apart from summaries and annotations', () => {
  const lines = reportTable(REPORT, true).split('\n');
  expect(lines.slice(0, 6).map((line) => line.split(/ {2,}/))).toEqual([
    ['WHERE', 'DELETED'],
    ['rows of call events', '1'],
    ['rows of call summaries and annotations', '2'],
    ['rows of samples', '5'],
    ['rows of conferences', '3'],
    ['rows that lead to calls', '4'],
  ]);
});

it('who forgets a call learns that conferences can still name it', () => {
  const named = /^rows of conferences that name this call, as ended_by or among coached_participants: forget CF…/;
  expect(notReached('call', LOCALLY)).toContainEqual(expect.stringMatching(named));
});

it('who forgets a number learns which conferences name it still, the first twenty by SID', () => {
  const says = /conferences that name the number/;
  expect(notReached('number', LOCALLY).join()).not.toMatch(says);
  expect(notReached('number', { ...LOCALLY, conferencesLeft: ['CF1', 'CF\u001b[2J'] })).toContainEqual(
    'conferences that name the number, as their name or among duplicate identities: forget CF1, forget CF\\u001b[2J',
  );
  const many = Array.from({ length: 22 }, (_sid, index) => `CF${index}`);
  expect(notReached('number', { ...LOCALLY, conferencesLeft: many })[0]).toMatch(
    /forget CF19, and 2 more, which --json lists$/,
  );
});

it('rows of the archive have a line where there is one, and who forgets learns what it cannot reach of it', () => {
  expect(reportTable(REPORT, true)).not.toMatch(/archive/);
  expect(reportTable({ ...REPORT, archived: 6 }, true)).toMatch(/^rows of the archive +6$/m);
  const lines = (isLocal: boolean, isArchived: boolean) => notReached('call', { isLocal, isArchived });
  const ofArchive = /archive|Athena/;
  expect(lines(false, false).filter((line) => ofArchive.test(line))).toEqual([]);
  expect(lines(true, true).filter((line) => ofArchive.test(line))).toEqual([
    expect.stringContaining('run forget again in ten minutes'),
    expect.stringContaining('archive pull'),
  ]);
  expect(lines(false, true).filter((line) => ofArchive.test(line))).toHaveLength(4);
});
