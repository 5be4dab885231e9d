import { useMemo, useState } from 'preact/hooks';
import { ADDRESS_OF_VIEWS } from '../route.ts';
import { canTellOf } from './can-tell.ts';
import { ViewDialog } from './view-dialog.tsx';
import { createViewsClient } from './views-client.ts';

/** Saves what the address of the moment shows, under a name, and with an alert if somebody wants one. */
export function SaveView() {
  const client = useMemo(() => createViewsClient(fetch.bind(window)), []);
  const [address, setAddress] = useState<string>();
  const [isSaved, setIsSaved] = useState(false);
  return (
    <>
      <button
        type="button"
        onClick={() => {
          setIsSaved(false);
          setAddress(`${location.pathname}${location.search}`);
        }}
      >
        Save view, tell me when…
      </button>
      <span role="status" class="small">
        {isSaved && (
          <>
            Saved. See <a href={ADDRESS_OF_VIEWS}>saved views</a>.
          </>
        )}
      </span>
      {address !== undefined && (
        <ViewDialog
          view={{ name: '', address, alert: null }}
          canTell={canTellOf(address)}
          onSave={async (view) => {
            await client.save(view);
            setAddress(undefined);
            setIsSaved(true);
          }}
          onClose={() => setAddress(undefined)}
        />
      )}
    </>
  );
}
