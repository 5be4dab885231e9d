/** An answer, and what the API names it by while it is the same. */
export interface KeptAnswer {
  etag: string;
  value: unknown;
  /** Characters of it, as it came. */
  length: number;
}

/** Characters of all that are kept, and of one of them: what is larger is read once, and not again and again. */
const MOST = 4_000_000;
const LONGEST = 1_000_000;

/** The latest answers by path, so that one that did not change need not be sent again. */
export function createKeptAnswers() {
  const answers = new Map<string, KeptAnswer>();
  let length = 0;

  function forget(path: string): void {
    length -= answers.get(path)?.length ?? 0;
    answers.delete(path);
  }

  return {
    get: (path: string): KeptAnswer | undefined => answers.get(path),
    keep(path: string, answer: KeptAnswer): void {
      forget(path);
      if (answer.length > LONGEST) return;
      answers.set(path, answer);
      length += answer.length;
      for (const oldest of answers.keys()) {
        if (length <= MOST) break;
        forget(oldest);
      }
    },
  };
}
