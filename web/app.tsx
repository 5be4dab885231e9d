import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Credential, createApiClient } from './api-client.ts';
import { CallView } from './call/call-view.tsx';
import { useRoute } from './navigation.ts';
import { DEFAULT_FILTERS } from './now/filters.ts';
import { type KeptFeed, NowView } from './now/now-view.tsx';
import { addressOfNow } from './route.ts';
import { Search } from './search.tsx';
import { SignIn } from './sign-in.tsx';

const SIGN_IN = 'Sign in';

/** The whole page: who looks, and what the address shows to them. */
export function App() {
  const route = useRoute();
  const [credential, setCredential] = useState<Credential>();
  const [notice, setNotice] = useState('');
  const client = useMemo(() => credential && createApiClient(credential, fetch.bind(window)), [credential]);
  const kept = useRef<KeptFeed | undefined>(undefined);
  const signOut = useCallback((why: string) => {
    kept.current = undefined;
    setCredential(undefined);
    setNotice(why);
  }, []);
  const onSignedOut = useCallback(
    () => signOut('The API no longer knows this SID and token. Sign in again.'),
    [signOut],
  );

  const title = client === undefined ? SIGN_IN : route.view === 'now' ? 'Now' : `Call ${route.callSid}`;
  useEffect(() => {
    document.title = `${title} – Voice Insights`;
  }, [title]);

  const main = useRef<HTMLElement>(null);
  const shown = useRef(title);
  useEffect(() => {
    // What had the focus is gone with the view before; the first view of all has nothing to go on from.
    if (shown.current !== title && shown.current !== SIGN_IN) main.current?.focus({ preventScroll: true });
    shown.current = title;
  }, [title]);

  if (client === undefined) return <SignIn notice={notice} onSignedIn={setCredential} />;
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <header class="top">
        <nav aria-label="Page">
          <a href={addressOfNow(DEFAULT_FILTERS)} class="home" aria-current={route.view === 'now' ? 'page' : undefined}>
            Voice Insights
          </a>
        </nav>
        <Search />
        <button type="button" class="quiet" onClick={() => signOut('')}>
          Sign out
        </button>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {route.view === 'now' ? (
          <NowView client={client} filters={route.filters} kept={kept} onSignedOut={onSignedOut} />
        ) : (
          <CallView key={route.callSid} client={client} {...route} onSignedOut={onSignedOut} />
        )}
      </main>
    </>
  );
}
