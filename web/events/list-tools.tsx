import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { changeFilters } from '../filters/change-filters.ts';
import { KEYS } from './list-keys.ts';

interface ListToolsProps {
  isCompact: boolean;
  /** There is nothing to keep. */
  isEmpty: boolean;
  onSave: () => void;
  onPrint: () => void;
  onHelp: () => void;
}

/** What can be done with the list as a whole. */
export function ListTools({ isCompact, isEmpty, onSave, onPrint, onHelp }: ListToolsProps) {
  return (
    <>
      <button type="button" disabled={isEmpty} onClick={onSave}>
        Save as CSV
      </button>
      <button type="button" disabled={isEmpty} onClick={onPrint}>
        Print
      </button>
      <button
        type="button"
        aria-pressed={isCompact}
        onClick={() => changeFilters(({ rows, ...filters }) => (rows ? filters : { ...filters, rows: 'compact' }))}
      >
        Compact
      </button>
      <button type="button" class="quiet" aria-label="Keys" title="Keys (?)" onClick={onHelp}>
        ?
      </button>
    </>
  );
}

/** Which keys there are. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="keys" aria-labelledby="keys-head" onClose={onClose}>
      <h2 id="keys-head">Keys</h2>
      <dl>
        {KEYS.map(({ key, words }) => (
          <Row key={key} name={<kbd>{key}</kbd>}>
            {words}
          </Row>
        ))}
      </dl>
      <button type="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}

function Row({ name, children }: { name: ComponentChildren; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
