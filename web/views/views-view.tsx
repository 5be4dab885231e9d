import { useCallback, useMemo, useState } from 'preact/hooks';
import { printable, printableStart } from '../../shared/printable.ts';
import { ApiTrouble, type JsonClient } from '../api-client.ts';
import { Moment } from '../moment.tsx';
import { TroubleBanner } from '../trouble-banner.tsx';
import { troubleInWords } from '../trouble-in-words.ts';
import { usePolling } from '../use-polling.ts';
import { canTellOf } from './can-tell.ts';
import { alertInWords, type SavedView, viewsIn } from './read-views.ts';
import { ViewDialog, type ViewToSave } from './view-dialog.tsx';
import { createViewsClient, VIEWS_PATH } from './views-client.ts';

/** Alerts are looked at once a minute. */
const READ_AGAIN_MS = 30_000;
const LONGEST_WORDS = 120;
const MOST_ALARMS = 5;

export interface ViewsViewProps {
  client: JsonClient;
  onSignedOut: () => void;
}

/** The saved views, and what their alerts tell of now. */
export function ViewsView({ client, onSignedOut }: ViewsViewProps) {
  const writer = useMemo(() => createViewsClient(fetch.bind(window)), []);
  const [views, setViews] = useState<SavedView[]>();
  const [changed, setChanged] = useState<SavedView>();
  const [said, setSaid] = useState('');
  const read = useCallback(
    async (signal: AbortSignal) => {
      setViews(viewsIn(await client.readObject(VIEWS_PATH, signal)));
      return READ_AGAIN_MS;
    },
    [client],
  );
  const onEnd = useCallback(
    (trouble: ApiTrouble) => (trouble.kind === 'signed-out' ? onSignedOut() : setSaid(troubleInWords(trouble))),
    [onSignedOut],
  );
  const troubled = usePolling(read, onEnd);
  const readNow = async () => void (await read(new AbortController().signal));

  const save = async (before: SavedView, after: ViewToSave) => {
    await writer.save(after);
    if (after.name !== before.name) await writer.remove(before);
    setChanged(undefined);
    await readNow();
  };
  const remove = async (view: SavedView) => {
    if (!confirm(`Delete the view “${printable(view.name)}” for everybody?`)) return;
    try {
      await writer.remove(view);
      await readNow();
    } catch (error) {
      setSaid(troubleInWords(error instanceof ApiTrouble ? error : new ApiTrouble('failed', String(error))));
    }
  };

  return (
    <>
      <TroubleBanner troubled={troubled} />
      <div class="page-head">
        <h1>Saved views</h1>
      </div>
      <p role="alert">{said}</p>
      {views === undefined && said === '' && (
        <div class="skeleton" aria-busy="true">
          <div />
          <div />
        </div>
      )}
      {views?.length === 0 && (
        <div class="empty">
          <p>No view is saved yet.</p>
          <p class="muted">
            Open causes or events, filter them, and save the view there. It can tell you when something happens.
          </p>
        </div>
      )}
      {views !== undefined && views.length > 0 && (
        <ul class="views">
          {views.map((view) => (
            <li key={`${view.scope}#${view.name}`} class="panel view-row">
              <div>
                <a href={view.address}>{printable(view.name)}</a>
                <p class="muted small view-address">{printable(view.address)}</p>
                {view.scope !== null && (
                  <p class="muted small">
                    Of readers limited to {printableStart(view.accounts.join(', '), LONGEST_WORDS)}
                  </p>
                )}
              </div>
              <AlertOf view={view} />
              <div class="actions">
                {view.scope === null && (
                  <button type="button" aria-label={`Change ${printable(view.name)}`} onClick={() => setChanged(view)}>
                    Change
                  </button>
                )}
                <button type="button" aria-label={`Delete ${printable(view.name)}`} onClick={() => remove(view)}>
                  Delete
                </button>
              </div>
            </li>
          ))}
        </ul>
      )}
      {changed !== undefined && (
        <ViewDialog
          view={changed}
          canTell={canTellOf(changed.address)}
          onSave={(view) => save(changed, view)}
          onClose={() => setChanged(undefined)}
        />
      )}
    </>
  );
}

function AlertOf({ view: { alert, alarms, troubles } }: { view: SavedView }) {
  if (alert === null) return <p class="muted small">No alert</p>;
  return (
    <div class="small">
      <p class="view-alert">
        {alarms.length > 0 ? <span class="tag tag-alarm">on</span> : <span class="tag">quiet</span>}{' '}
        {alertInWords(alert)}
        {alert.webhook !== null && <span class="muted"> · topic and webhook</span>}
      </p>
      {alarms.slice(0, MOST_ALARMS).map(({ words, sinceMs }) => (
        <p key={words} class="view-alert">
          {printableStart(words, LONGEST_WORDS)}
          {!Number.isNaN(sinceMs) && (
            <span class="muted">
              {' '}
              since <Moment atMs={sinceMs} to="minute" />
            </span>
          )}
        </p>
      ))}
      {alarms.length > MOST_ALARMS && <p class="muted view-alert">and {alarms.length - MOST_ALARMS} more</p>}
      {troubles.map((trouble) => (
        <p key={trouble} class="view-alert view-trouble">
          {printableStart(trouble, LONGEST_WORDS)}
        </p>
      ))}
    </div>
  );
}
