import { useState } from 'preact/hooks';
import { printable, printableStart } from '../shared/printable.ts';

/** About two lines of a card. */
const SHORT = 120;

/** What others wrote: the start of it where it is long, and all of it for whoever asks. */
export function LongText({ text, short = SHORT }: { text: string; short?: number }) {
  const [isOpen, setIsOpen] = useState(false);
  // A button that saves a line or two is in the way.
  const enough = short * 1.5;
  if (printableStart(text, enough).length <= enough) return <>{printable(text)}</>;
  return (
    <>
      {isOpen ? printable(text) : printableStart(text, short)}{' '}
      <button type="button" class="link" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? 'Show less' : `Show all ${text.length.toLocaleString()} characters`}
      </button>
    </>
  );
}
