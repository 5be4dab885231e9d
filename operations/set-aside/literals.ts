/** The texts in quotes in what is left of JSON. A regular expression would try each quote of one that does not end. */
export function literals(text: string): string[] {
  const found: string[] = [];
  for (let start = text.indexOf('"'); start !== -1; ) {
    let end = start + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    if (end >= text.length) break;
    found.push(text.slice(start, end + 1));
    start = text.indexOf('"', end + 1);
  }
  return found;
}
