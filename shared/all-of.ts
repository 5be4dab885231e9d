/** Everything that comes, in a list: `Array.fromAsync`, which Node.js 20 lacks. @throws what the source throws */
export async function allOf<Element>(source: AsyncIterable<Element>): Promise<Element[]> {
  const all: Element[] = [];
  for await (const element of source) all.push(element);
  return all;
}
