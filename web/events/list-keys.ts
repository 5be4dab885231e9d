/** What a key does in a list of events. */
export type ListAction = 'next' | 'previous' | 'show-new' | 'pause' | 'help';

const ACTIONS: Readonly<Record<string, ListAction>> = {
  j: 'next',
  k: 'previous',
  '.': 'show-new',
  p: 'pause',
  '?': 'help',
};

/** What keys do, in words. */
export const KEYS: readonly { key: string; words: string }[] = [
  { key: 'j', words: 'Next event' },
  { key: 'k', words: 'Previous event' },
  { key: 'Enter', words: 'Open the call at this event' },
  { key: '.', words: 'Show new events' },
  { key: 'p', words: 'Pause, or go on' },
  { key: '/', words: 'Search' },
  { key: '?', words: 'Show these keys' },
];

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** Whether what has the focus takes letters. */
  isTyping: boolean;
}

/** Undefined for a key that is somebody else's. */
export function listAction({ key, ctrlKey, metaKey, altKey, isTyping }: Pressed): ListAction | undefined {
  return isTyping || ctrlKey || metaKey || altKey || !Object.hasOwn(ACTIONS, key) ? undefined : ACTIONS[key];
}
