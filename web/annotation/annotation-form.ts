/** Fields of the form, by the names that the API gives them. */
const FIELDS = [
  'CallScore',
  'ConnectivityIssue',
  'AnsweredBy',
  'QualityIssues',
  'Spam',
  'Comment',
  'Incident',
] as const;
export type FieldName = (typeof FIELDS)[number];

/**
 * What a form says anew, as the API takes it: somebody else may say something of the rest meanwhile.
 * @param before what the form said when it was opened
 */
export function changedFields(form: FormData, before: FormData): URLSearchParams {
  const changed = FIELDS.filter((name) => textOf(form, name) !== textOf(before, name));
  return new URLSearchParams(changed.map((name) => [name, textOf(form, name)]));
}

function textOf(form: FormData, name: FieldName): string {
  // Not checked says nothing, where nobody said anything.
  if (name === 'Spam') return String(form.has(name));
  return form
    .getAll(name)
    .map((value) => String(value).trim())
    .toSorted()
    .join();
}

/** What is wrong with each field, as the API says it: `Comment="…": expected 100 characters at most`; '' is of none. */
export function problemsByField(message: string): Partial<Record<FieldName | '', string>> {
  const problems = message.split(/; (?=[A-Z]\w+=)/).map((part): [string, string] => {
    const [, name = '', says = part] = /^([A-Z]\w+)=.*: (expected .*)$/s.exec(part) ?? [];
    return [name, says];
  });
  return Object.fromEntries(problems);
}
