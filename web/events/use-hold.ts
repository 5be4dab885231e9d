import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { listening } from '../listening.ts';

/** Who moved the pointer a moment ago is about to click. */
const AIMING_MS = 3_000;

/**
 * Whether somebody reads a list so that no row of it may move: it is scrolled, the pointer moves over it, or something in
 * it has the focus.
 */
export function useHold(list: RefObject<HTMLElement | null>): boolean {
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    const { signal, abort } = listening();
    let last = { x: -1, y: -1, atMs: Number.NEGATIVE_INFINITY };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const update = () => {
      const element = list.current;
      const isAiming = performance.now() - last.atMs < AIMING_MS;
      const isScrolled = element !== null && element.getBoundingClientRect().top < 0;
      setIsHeld(isAiming || isScrolled || element?.contains(document.activeElement) === true);
    };
    const aim = (event: PointerEvent) => {
      const { clientX: x, clientY: y, target, pointerType } = event;
      // A pointer that rests moves too, by what the browser says, when the page moves below it.
      const isMoved = x !== last.x || y !== last.y;
      const isOver = target instanceof Node && list.current?.contains(target) === true;
      last = { x, y, atMs: isMoved && isOver && pointerType !== 'touch' ? performance.now() : last.atMs };
      clearTimeout(timer);
      timer = setTimeout(update, AIMING_MS);
      update();
    };
    addEventListener('pointermove', aim, { signal, passive: true });
    addEventListener('scroll', update, { signal, passive: true });
    for (const event of ['focusin', 'focusout'])
      document.addEventListener(event, () => queueMicrotask(update), { signal });
    return () => {
      clearTimeout(timer);
      abort();
    };
  }, [list]);
  return isHeld;
}
