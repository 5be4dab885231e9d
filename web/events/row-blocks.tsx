import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface RowBlocksProps<Row> {
  rows: readonly Row[];
  /** The row as list items. */
  render: (row: Row, index: number) => ComponentChildren;
  /** Every row is in the page, as for paper. */
  isWhole: boolean;
}

/** So many rows are no burden, and all in the page the browser's own search finds them. */
const FEW = 200;
const BLOCK = 50;
/** What is so near is in the page before one scrolls to it. */
const NEAR = '1000px 0px';
/** Of a row, before any was measured. */
const ROW_PX = 44;

/** Rows of a long list; those that are far from what is in sight stand there as a gap of their height. */
export function RowBlocks<Row>({ rows, render, isWhole }: RowBlocksProps<Row>) {
  if (isWhole || rows.length <= FEW) return <>{rows.map(render)}</>;
  const blocks = Array.from({ length: Math.ceil(rows.length / BLOCK) }, (_block, index) => index);
  return (
    <>
      {blocks.map((index) => (
        <Block key={index} index={index} rows={rows} render={render} />
      ))}
    </>
  );
}

function Block<Row>({ index, rows, render }: Omit<RowBlocksProps<Row>, 'isWhole'> & { index: number }) {
  const mark = useRef<HTMLLIElement>(null);
  const end = useRef<HTMLLIElement>(null);
  const [isNear, setIsNear] = useState(index < 2);
  const height = useRef(0);
  const some = rows.slice(index * BLOCK, (index + 1) * BLOCK);
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        const [first, last] = [mark.current, end.current].map((element) => element?.getBoundingClientRect().top ?? 0);
        const measured = (last ?? 0) - (first ?? 0);
        const isThere = entries.some(({ isIntersecting }) => isIntersecting) || isAround(first ?? 0, last ?? 0);
        if (!isThere && measured > 0) height.current = measured;
        setIsNear(isThere);
      },
      { rootMargin: NEAR },
    );
    for (const element of [mark.current, end.current]) if (element !== null) observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <>
      <li ref={mark} class="rows-mark" role="presentation" />
      {isNear ? (
        some.map((row, at) => render(row, index * BLOCK + at))
      ) : (
        <li class="rows-gap" role="presentation" style={{ height: `${height.current || some.length * ROW_PX}px` }} />
      )}
      <li ref={end} class="rows-mark" role="presentation" />
    </>
  );
}

/** Neither of its ends is in sight, but what is between. */
function isAround(top: number, bottom: number): boolean {
  return top < innerHeight && bottom > 0;
}
