import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { copied } from './copied.ts';

const SAID_MS = 2_000;

interface CopyButtonProps {
  /** What is copied: a text, or what makes it once somebody asks. */
  text: string | (() => string);
  /** What the button does: `Copy this call SID`. It is its name where it has no words of its own. */
  label: string;
  /** The words on it; without them it is a small sign beside what it copies. */
  children?: ComponentChildren;
}

/** Copies a text, and says so: a tick to see, a word to hear. */
export function CopyButton({ text, label, children }: CopyButtonProps) {
  const [said, setSaid] = useState<'' | 'Copied' | 'Not allowed: copy it by hand'>('');
  useEffect(() => {
    if (said === '') return undefined;
    const forget = setTimeout(() => setSaid(''), SAID_MS);
    return () => clearTimeout(forget);
  }, [said]);
  const copy = async () =>
    setSaid((await copied(typeof text === 'string' ? text : text())) ? 'Copied' : 'Not allowed: copy it by hand');
  const isSmall = children === undefined;
  return (
    <span class="copy">
      <button
        type="button"
        class={isSmall ? 'copy-small' : undefined}
        title={label}
        aria-label={isSmall ? label : undefined}
        onClick={copy}
      >
        <CopySign isDone={said === 'Copied'} /> {children}
      </button>
      <span role="status" class={said.startsWith('Not') ? 'copy-said' : 'visually-hidden'}>
        {said}
      </span>
    </span>
  );
}

/** Two sheets, and a tick once it is done. */
function CopySign({ isDone }: { isDone: boolean }) {
  return (
    <svg class="copy-sign" aria-hidden="true" viewBox="0 0 16 16" width="0.9em" height="0.9em">
      <path d={isDone ? 'M2.5 8.5l3.5 3.5 7.5-8' : 'M5.5 5.5h8v8h-8ZM3.5 10.5h-1v-8h8v1'} />
    </svg>
  );
}
