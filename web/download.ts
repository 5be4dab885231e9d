const LONGEST_NAME = 100;
const TYPES = { json: 'application/json', csv: 'text/csv;charset=utf-8' };

/** Hands a text to the viewer as a file; of its name, what no file system minds. @param ending says what it is */
export function download(name: string, ending: keyof typeof TYPES, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: TYPES[ending] }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name.replace(/[^\w.-]+/g, '_').slice(0, LONGEST_NAME)}.${ending}`;
  link.click();
  URL.revokeObjectURL(url);
}
