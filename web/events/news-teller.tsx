import { useEffect, useRef, useState } from 'preact/hooks';
import { levelOf } from '../event-facts.ts';
import type { SeenEvent } from './feed.ts';

/** Tells a screen reader what has come, in one sentence for all that came together. */
export function NewsTeller({ events }: { events: readonly SeenEvent[] }) {
  const told = useRef<ReadonlySet<string>>(undefined);
  const [news, setNews] = useState('');
  useEffect(() => {
    const before = told.current;
    told.current = new Set(events.map(({ key }) => key));
    const come = before === undefined ? [] : events.filter(({ key, isNew }) => isNew && !before.has(key));
    if (come.length === 0) return;
    const errors = come.filter(({ event }) => levelOf(event) === 'ERROR').length;
    setNews(`${come.length} new ${come.length === 1 ? 'event' : 'events'}, ${errors} of them errors`);
  }, [events]);
  return (
    <p role="status" class="visually-hidden">
      {news}
    </p>
  );
}
