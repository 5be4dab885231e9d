/** Puts a text on the viewer's clipboard. @returns false where the browser does not let a page, as over plain HTTP */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
