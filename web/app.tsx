import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { printableStart } from '../shared/printable.ts';
import { type Credential, createApiClient } from './api-client.ts';
import { CallView } from './call/call-view.tsx';
import { useRoute } from './navigation.ts';
import { DEFAULT_FILTERS } from './now/filters.ts';
import { type KeptFeed, NowView } from './now/now-view.tsx';
import { createSurveyor } from './now/survey.ts';
import { Now } from './now-context.ts';
import { addressOfNow, type Route } from './route.ts';
import { Search } from './search.tsx';
import { createServerClock } from './server-clock.ts';
import { SignIn } from './sign-in.tsx';
import { PartyView } from './summary/party-view.tsx';

const SIGN_IN = 'Sign in';
/** Of a title, which a tab cuts anyway. */
const LONGEST_SID = 64;
const clock = createServerClock(Date.now);

/** The whole page: who looks, and what the address shows to them. */
export function App() {
  const route = useRoute();
  const [credential, setCredential] = useState<Credential>();
  const [notice, setNotice] = useState('');
  const client = useMemo(() => credential && createApiClient(credential, fetch.bind(window), clock), [credential]);
  const surveyor = useMemo(() => client && createSurveyor({ client, now: clock.now }), [client]);
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

  const title = client === undefined ? SIGN_IN : titleOf(route);
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

  if (client === undefined || surveyor === undefined) {
    return <SignIn notice={notice} clock={clock} onSignedIn={setCredential} />;
  }
  return (
    <Now.Provider value={clock.now}>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <header class="top">
        <nav aria-label="Page">
          <a href={addressOfNow(DEFAULT_FILTERS)} class="home" aria-current={route.view === 'now' ? 'page' : undefined}>
            Voice Insights
          </a>
        </nav>
        <Search client={client} />
        <button type="button" class="quiet" onClick={() => signOut('')}>
          Sign out
        </button>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {route.view === 'now' && (
          <NowView client={client} surveyor={surveyor} {...route} kept={kept} onSignedOut={onSignedOut} />
        )}
        {route.view === 'call' && <CallView key={route.callSid} client={client} {...route} onSignedOut={onSignedOut} />}
        {route.view === 'party' && <PartyView key={route.party} client={client} {...route} onSignedOut={onSignedOut} />}
      </main>
    </Now.Provider>
  );
}

function titleOf(route: Route): string {
  if (route.view === 'now') return 'Now';
  if (route.view === 'party') return `Calls of ${printableStart(route.party, LONGEST_SID)}`;
  return `Call ${printableStart(route.callSid, LONGEST_SID)}`;
}
