import { describe, expect, it } from 'vitest';
import { changedFields, problemsByField } from '../../../web/annotation/annotation-form.ts';

function form(fields: readonly (readonly [string, string])[]): FormData {
  const data = new FormData();
  const all = [
    ['CallScore', ''],
    ['ConnectivityIssue', 'unknown_connectivity_issue'],
    ['AnsweredBy', 'unknown_answered_by'],
    ['Comment', ''],
    ['Incident', ''],
  ];
  const untold = all.filter(([name]) => fields.every(([one]) => one !== name));
  for (const [name = '', value = ''] of [...untold, ...fields]) data.append(name, value);
  return data;
}

describe('what is sent', () => {
  it('is what was changed, and nothing else: somebody may say something of the rest meanwhile', () => {
    expect(String(changedFields(form([]), form([])))).toBe('');
    const said = form([
      ['CallScore', '2'],
      ['QualityIssues', 'latency'],
      ['QualityIssues', 'echo'],
      ['Comment', ' loud & clear '],
      ['Spam', 'true'],
    ]);
    expect(String(changedFields(said, form([])))).toBe(
      'CallScore=2&QualityIssues=echo%2Clatency&Spam=true&Comment=loud+%26+clear',
    );
  });

  it('takes back what was emptied, and keeps what is as it was', () => {
    const before = form([
      ['CallScore', '4'],
      ['ConnectivityIssue', 'dropped_call'],
      ['AnsweredBy', 'human'],
      ['QualityIssues', 'latency'],
      ['QualityIssues', 'echo'],
      ['Spam', 'true'],
      ['Comment', 'x'],
    ]);
    const same = form([
      ['CallScore', '4'],
      ['ConnectivityIssue', 'dropped_call'],
      ['AnsweredBy', 'human'],
      ['QualityIssues', 'echo'],
      ['QualityIssues', 'latency'],
      ['Spam', 'true'],
      ['Comment', 'x'],
    ]);
    expect(String(changedFields(same, before))).toBe('');
    expect(String(changedFields(form([]), before))).toBe(
      'CallScore=&ConnectivityIssue=unknown_connectivity_issue&AnsweredBy=unknown_answered_by&QualityIssues=&Spam=false&Comment=',
    );
  });
});

describe('what is wrong', () => {
  it('stands at its field', () => {
    const message = `Comment="a; b": expected 100 characters at most; Incident="x": expected 100 characters at most`;
    expect(problemsByField(message)).toEqual({
      Comment: 'expected 100 characters at most',
      Incident: 'expected 100 characters at most',
    });
  });

  it('stands below the form where it is of no field', () => {
    expect(problemsByField('The body is larger than 8 KB')).toEqual({ '': 'The body is larger than 8 KB' });
  });
});
