/** A value as JSON that is the same again when it is read: −0 too. Members that are null are left out. */
export function jsonText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join()}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`).join()}}`;
  }
  return Object.is(value, -0) ? '-0' : (JSON.stringify(value) ?? 'null');
}
