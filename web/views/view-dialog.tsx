import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ALERT_KINDS, type AlertKind } from '../../shared/alert-kinds.ts';
import { ApiTrouble } from '../api-client.ts';
import { troubleInWords } from '../trouble-in-words.ts';
import type { SavedView } from './read-views.ts';

const LONGEST_NAME = 80;
const KINDS: Readonly<Record<AlertKind, string>> = {
  'new-cause': 'a cause is new',
  spike: 'a cause happens far more often than usual',
  share: 'more calls have these events than …',
};

export type ViewToSave = Pick<SavedView, 'name' | 'address' | 'alert'>;

/** Asks for the name of a view, and for what it shall tell of. It is shown from the moment on in which it is there. */
export function ViewDialog({ view, canTell, onSave, onClose }: ViewDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [when, setWhen] = useState<AlertKind | ''>(view.alert?.when ?? '');
  const [said, setSaid] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const title = useId();
  useLayoutEffect(() => dialog.current?.showModal(), []);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const over = when === 'share' ? Number(text('over')) : null;
    const alert = when === '' ? null : { when, over, webhook: text('webhook') || null };
    setIsBusy(true);
    setSaid('');
    try {
      await onSave({ name: text('name'), address: view.address, alert });
    } catch (error) {
      setIsBusy(false);
      setSaid(troubleInWords(error instanceof ApiTrouble ? error : new ApiTrouble('failed', String(error))));
    }
  };

  return (
    <dialog ref={dialog} class="view-dialog" aria-labelledby={title} onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id={title}>{view.name === '' ? 'Save this view' : 'Change this view'}</h2>
        <label>
          Name
          <input name="name" required maxLength={LONGEST_NAME} defaultValue={view.name} autocomplete="off" />
        </label>
        {canTell && (
          <label>
            Tell when
            <select name="when" value={when} onChange={(event) => setWhen(event.currentTarget.value as AlertKind | '')}>
              <option value="">never</option>
              {ALERT_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {KINDS[kind]}
                </option>
              ))}
            </select>
          </label>
        )}
        {when === 'share' && (
          <label>
            Per cent of all calls, for five minutes
            <input
              name="over"
              type="number"
              required
              min="0.1"
              max="99.9"
              step="0.1"
              defaultValue={String(view.alert?.over ?? 5)}
            />
          </label>
        )}
        {when !== '' && (
          <label>
            Webhook, if you have one
            <input
              name="webhook"
              type="url"
              maxLength={2000}
              defaultValue={view.alert?.webhook ?? ''}
              autocomplete="off"
              spellcheck={false}
            />
            <span class="muted small">The alarm topic of the stack is told in any case. A webhook gets JSON.</span>
          </label>
        )}
        <p class="muted small">Everybody who may read the same accounts sees it.</p>
        <p role="alert" class="view-dialog-said">
          {said}
        </p>
        <div class="actions">
          <button type="submit" class="primary" disabled={isBusy}>
            {isBusy ? 'Saving…' : 'Save'}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}

interface ViewDialogProps {
  view: ViewToSave;
  /** Whether there is something to tell of: of a call or a number there is not. */
  canTell: boolean;
  /** @throws ApiTrouble */
  onSave: (view: ViewToSave) => Promise<void>;
  onClose: () => void;
}
