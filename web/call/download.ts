const LONGEST_NAME = 100;

/** Hands a value to the viewer as a file of JSON; of the name, what no file system minds. */
export function downloadJson(name: string, value: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name.replace(/[^\w.-]+/g, '_').slice(0, LONGEST_NAME)}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
