import type { Level } from '../../shared/level.ts';
import { LEVELS } from '../../shared/level.ts';
import { levelColour } from '../level-shape.ts';

/** The page's colours as a canvas understands them. */
export interface Palette {
  levels: Record<Level, string>;
  surface: string;
  surface2: string;
  text: string;
  textMuted: string;
  border: string;
  accent: string;
  good: string;
}

/** What the style sheet's custom properties come to on an element, in the scheme of the moment. */
export function readPalette(element: HTMLElement): Palette {
  // A custom property reads back as it is written; a canvas knows no var() or light-dark(), only a used colour.
  const probe = element.ownerDocument.createElement('span');
  // Colours that the viewer forces would be one and the same for every name; the style sheet has some of theirs.
  probe.style.setProperty('forced-color-adjust', 'none');
  element.append(probe);
  const colour = (property: string) => {
    probe.style.color = `var(${property})`;
    return getComputedStyle(probe).color;
  };
  const palette = {
    levels: Object.fromEntries(LEVELS.map((level) => [level, colour(levelColour(level))])) as Record<Level, string>,
    surface: colour('--surface'),
    surface2: colour('--surface-2'),
    text: colour('--text'),
    textMuted: colour('--text-muted'),
    border: colour('--border'),
    accent: colour('--accent'),
    good: colour('--tone-good'),
  };
  probe.remove();
  return palette;
}

/** Calls back when the viewer's system changes between light and dark, forces its colours, or prints. Returns what ends it. */
export function onSchemeChange(changed: () => void): () => void {
  const schemes = ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'print'].map((query) =>
    matchMedia(query),
  );
  for (const scheme of schemes) scheme.addEventListener('change', changed);
  return () => {
    for (const scheme of schemes) scheme.removeEventListener('change', changed);
  };
}
