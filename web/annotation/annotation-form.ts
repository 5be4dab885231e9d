import type { AnnotationResource } from '../../families/call-summary/annotation-resource.ts';

/** Fields of the form, by the names that the API gives them. */
export type FieldName = 'CallScore' | 'ConnectivityIssue' | 'QualityIssues' | 'Spam' | 'Comment' | 'Incident';

/** What a form says anew, as the API takes it: somebody else may say something of the rest meanwhile. */
export function changedFields(form: FormData, before: AnnotationResource): URLSearchParams {
  const text = (name: FieldName) => String(form.get(name) ?? '').trim();
  const said: Record<FieldName, readonly [before: string, now: string]> = {
    CallScore: [String(before.call_score ?? ''), text('CallScore')],
    ConnectivityIssue: [before.connectivity_issue, text('ConnectivityIssue')],
    QualityIssues: [
      before.quality_issues.toSorted().join(),
      form.getAll('QualityIssues').map(String).toSorted().join(),
    ],
    // Not checked says nothing, where nobody said anything.
    Spam: [String(before.spam ?? false), String(form.has('Spam'))],
    Comment: [before.comment ?? '', text('Comment')],
    Incident: [before.incident ?? '', text('Incident')],
  };
  const changed = Object.entries(said).filter(([, [was, is]]) => was !== is);
  return new URLSearchParams(changed.map(([name, [, is]]) => [name, is]));
}

/** What is wrong with each field, as the API says it: `Comment="…": expected 100 characters at most`; '' is of none. */
export function problemsByField(message: string): Partial<Record<FieldName | '', string>> {
  const problems = message.split(/; (?=[A-Z]\w+=)/).map((part): [string, string] => {
    const [, name = '', says = part] = /^([A-Z]\w+)=.*: (expected .*)$/s.exec(part) ?? [];
    return [name, says];
  });
  return Object.fromEntries(problems);
}
