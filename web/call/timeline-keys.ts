/** What a key does on the timeline; undefined for a key that is not its. */
export type TimelineAction =
  | { kind: 'beside'; by: number }
  | { kind: 'lane'; by: 1 | -1 }
  | { kind: 'pan'; towards: 1 | -1 }
  | { kind: 'zoom'; closer: boolean }
  | { kind: 'all' };

const PAGE = 10;

const PLAIN: Record<string, TimelineAction> = {
  ArrowLeft: { kind: 'beside', by: -1 },
  ArrowRight: { kind: 'beside', by: 1 },
  PageUp: { kind: 'beside', by: -PAGE },
  PageDown: { kind: 'beside', by: PAGE },
  Home: { kind: 'beside', by: Number.NEGATIVE_INFINITY },
  End: { kind: 'beside', by: Number.POSITIVE_INFINITY },
  ArrowUp: { kind: 'lane', by: -1 },
  ArrowDown: { kind: 'lane', by: 1 },
  '+': { kind: 'zoom', closer: true },
  '=': { kind: 'zoom', closer: true },
  '-': { kind: 'zoom', closer: false },
  '0': { kind: 'all' },
};

const SHIFTED: Record<string, TimelineAction> = {
  ArrowLeft: { kind: 'pan', towards: -1 },
  ArrowRight: { kind: 'pan', towards: 1 },
  '+': { kind: 'zoom', closer: true },
};

export function timelineAction(key: {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}): TimelineAction | undefined {
  // The browser's own shortcuts stay the browser's.
  if (key.ctrlKey || key.altKey || key.metaKey) return undefined;
  return (key.shiftKey ? SHIFTED : PLAIN)[key.key];
}
