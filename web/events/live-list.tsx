import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useCountText } from '../count.ts';
import { EventRows } from './event-rows.tsx';
import type { SeenEvent } from './feed.ts';
import { holdBack } from './hold.ts';
import { listAction } from './list-keys.ts';
import { KeysDialog } from './list-tools.tsx';
import { useHold } from './use-hold.ts';

interface LiveListProps {
  events: readonly SeenEvent[];
  /** When they were read, epoch ms. */
  readMs: number;
  isPaused: boolean;
  isCompact: boolean;
  isPrinting: boolean;
  isHelpOpen: boolean;
  onPause: () => void;
  onHelp: (isOpen: boolean) => void;
}

/** On paper. */
const MOST_PRINTED = 1_000;

/** The rows, which do not move while somebody reads them: what comes meanwhile waits to be shown. */
export function LiveList({ events, readMs, isPaused, isCompact, isPrinting, isHelpOpen, ...on }: LiveListProps) {
  const countText = useCountText();
  const list = useRef<HTMLElement>(null);
  const isHeld = useHold(list) || isPaused;
  const [heldMs, setHeldMs] = useState<number>();
  // What was read when it began is what stays.
  const sinceMs = isHeld ? (heldMs ?? readMs) : undefined;
  useEffect(() => setHeldMs(isHeld ? (before) => before ?? readMs : undefined), [isHeld]);
  const { shown, waiting } = useMemo(() => holdBack(events, sinceMs), [events, sinceMs]);

  function showNew(): void {
    setHeldMs(readMs);
    if ((list.current?.getBoundingClientRect().top ?? 0) < 0) list.current?.scrollIntoView();
  }

  useEffect(() => {
    const onKey = (key: KeyboardEvent) => {
      const { target } = key;
      const isTyping = target instanceof Element && target.closest('input, select, textarea, dialog') !== null;
      const { key: name, ctrlKey, metaKey, altKey } = key;
      switch (listAction({ key: name, ctrlKey, metaKey, altKey, isTyping })) {
        case 'next':
          return step(1);
        case 'previous':
          return step(-1);
        case 'show-new':
          return showNew();
        case 'pause':
          return on.onPause();
        case 'help':
          return on.onHelp(true);
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });

  /** Moves the focus to the next row; without one, to the first in sight. */
  function step(by: 1 | -1): void {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('.row > a') ?? [])];
    const row = document.activeElement?.closest('.row');
    const at = links.findIndex((link) => link.parentElement === row);
    const next = at < 0 ? links.find((link) => link.getBoundingClientRect().top >= 0) : links[at + by];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: 'nearest' });
  }

  const printed = isPrinting ? shown.slice(0, MOST_PRINTED) : shown;
  return (
    <section ref={list} class="live-list" aria-label="Events">
      <div class="new-events no-print" role="status">
        {waiting > 0 && (
          <button type="button" class="primary" title="Show them (.)" onClick={showNew}>
            {waiting.toLocaleString()} new
          </button>
        )}
      </div>
      <EventRows events={printed} isCompact={isCompact} isWhole={isPrinting} />
      {printed.length < shown.length && (
        <p class="note">
          The first {countText(MOST_PRINTED)} of {countText(shown.length)} events.
        </p>
      )}
      {isHelpOpen && <KeysDialog onClose={() => on.onHelp(false)} />}
    </section>
  );
}
