import { canonical } from './canonical.ts';

/**
 * What several reads of one collection hold together. An event that more than one of them shows is there once; twins
 * within one read are as many as the read that shows most of them has. In the order of their first appearance.
 */
export function union<Element>(reads: readonly (readonly Element[])[]): Element[] {
  const found = new Map<string, { element: Element; count: number }>();
  for (const read of reads) {
    const counts = new Map<string, number>();
    for (const element of read) {
      const content = canonical(element);
      const count = (counts.get(content) ?? 0) + 1;
      counts.set(content, count);
      const known = found.get(content);
      if (known === undefined) found.set(content, { element, count });
      else known.count = Math.max(known.count, count);
    }
  }
  return [...found.values()].flatMap(({ element, count }) => Array<Element>(count).fill(element));
}
