import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** An element's height inside its borders, in CSS pixels, as it is and as it changes; 0 without one. `of`: changes when the element does. */
export function useElementHeight(element: RefObject<HTMLElement | null>, of: unknown): number {
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    if (element.current === null) {
      setHeight(0);
      return undefined;
    }
    setHeight(element.current.clientHeight);
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setHeight(entry.target.clientHeight);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, of]);
  return height;
}
