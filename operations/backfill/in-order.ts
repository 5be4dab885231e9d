/**
 * Works on several things at a time, and has the answers in the order of the things. What comes is read as far ahead as
 * there is work under way.
 */
export async function* inOrder<Thing, Answer>(
  things: AsyncIterable<Thing> | Iterable<Thing>,
  atATime: number,
  work: (thing: Thing) => Promise<Answer>,
): AsyncGenerator<Answer, void> {
  const underWay: Promise<Answer>[] = [];
  for await (const thing of things) {
    const answer = work(thing);
    // The first that fails ends all; the others must not be failures that nobody looked at.
    answer.catch(() => undefined);
    underWay.push(answer);
    const first = underWay.length === atATime ? underWay.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const answer of underWay) yield await answer;
}
