import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

type Later = typeof import('./later.ts') & typeof import('./trends/trends-view.tsx');

/** Few who open the one open the other. */
function load(part: keyof Later): Promise<Partial<Later>> {
  return part === 'TrendsView' ? import('./trends/trends-view.tsx') : import('./later.ts');
}

interface Props<Name extends keyof Later> {
  /** Which part it is. */
  part: Name;
  /** What it is given. */
  with: Parameters<Later[Name]>[0];
}

/** A part of the page that is loaded when it is first shown. */
export function LoadedLater<Name extends keyof Later>({ part, with: given }: Props<Name>) {
  const [later, setLater] = useState<Partial<Later> | 'failed'>();
  useEffect(() => {
    load(part).then(setLater, () => setLater('failed'));
  }, [part]);
  if (later === 'failed') {
    return (
      <p role="alert">
        A part of the page could not be loaded. There may be no network, or a new version of the page.{' '}
        <button type="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </p>
    );
  }
  const Part = later?.[part] as ComponentType<object> | undefined;
  if (Part === undefined) return null;
  return <Part {...(given as object)} />;
}
