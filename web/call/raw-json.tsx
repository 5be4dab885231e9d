import { useRef, useState } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { printableJson } from '../../shared/printable.ts';
import { copied } from '../copied.ts';

/** An event as the API answered it, to read and to copy. */
export function RawJson({ event }: { event: EventResource }) {
  const text = useRef<HTMLPreElement>(null);
  const [said, setSaid] = useState('');
  const json = JSON.stringify(event, null, 2);

  async function copy(): Promise<void> {
    if (await copied(json)) {
      setSaid('Copied');
      return;
    }
    if (text.current !== null) getSelection()?.selectAllChildren(text.current);
    setSaid('The browser does not allow the page to copy. The JSON is selected: copy it by hand.');
  }

  return (
    <details class="raw-json">
      <summary>JSON</summary>
      <button type="button" onClick={copy}>
        Copy JSON
      </button>{' '}
      <span role="status">{said}</span>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard */}
      <pre ref={text} tabIndex={0}>
        {printableJson(json)}
      </pre>
    </details>
  );
}
