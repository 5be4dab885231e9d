import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { printableStart } from '../shared/printable.ts';
import { type ApiClient, createApiClient, type JsonClient } from './api-client.ts';
import { CallView } from './call/call-view.tsx';
import { CausesView } from './causes/causes-view.tsx';
import { CompareView } from './compare/compare-view.tsx';
import { EventsView } from './events/events-view.tsx';
import type { KeptFeed } from './events/use-feed.ts';
import { DEFAULT_FILTERS } from './filters/filters.ts';
import { FleetView } from './fleet/fleet-view.tsx';
import { LoadedLater } from './loaded-later.tsx';
import { usePlace } from './navigation.ts';
import { Now } from './now-context.ts';
import { Opening } from './opening.tsx';
import { LastEvent } from './pulse/last-event.tsx';
import { isSilent, type Pulse, titlePrefix } from './pulse/pulse.ts';
import { showTabIcon, type TabIcon } from './pulse/tab-icon.ts';
import { usePulse } from './pulse/use-pulse.ts';
import {
  ADDRESS_OF_VIEWS,
  addressOf,
  addressOfConferences,
  addressOfTrends,
  type FilteredView,
  type Route,
} from './route.ts';
import { Search } from './search/search.tsx';
import { createServerClock } from './server-clock.ts';
import { SignIn } from './sign-in.tsx';
import { PartyView } from './summary/party-view.tsx';
import { useSession } from './use-session.ts';
import { ViewsView } from './views/views-view.tsx';
import { ZoneContext } from './zone.ts';
import { ZoneSwitch } from './zone-switch.tsx';

const SIGN_IN = 'Sign in';
/** Of a title, which a tab cuts anyway. */
const LONGEST_SID = 64;
const clock = createServerClock(Date.now);

/** The whole page: who looks, and what the address shows to them. */
export function App() {
  const { route, zone } = usePlace();
  const { session, notice, troubled, signIn, signOut, onSignedOut } = useSession(clock);
  const reader = session?.sid;
  const { client, kept } = useMemo(() => createWhatIsKept(), [reader]);

  const pulse = usePulse(reader === undefined ? undefined : client, onSignedOut);
  const title = reader === undefined ? SIGN_IN : titleOf(route);
  useEffect(() => {
    document.title = `${titlePrefix(pulse)}${title} – Voice Insights`;
  }, [title, pulse]);
  useEffect(() => showTabIcon(iconOf(pulse)), [pulse]);

  const main = useRef<HTMLElement>(null);
  const shown = useRef(title);
  useEffect(() => {
    // What had the focus is gone with the view before; the first view of all has nothing to go on from.
    if (shown.current !== title && shown.current !== SIGN_IN) main.current?.focus({ preventScroll: true });
    shown.current = title;
  }, [title]);

  if (session === undefined) return <Opening troubled={troubled} />;
  if (reader === undefined) return <SignIn name={session.name} notice={notice} signIn={signIn} />;
  return (
    <Now.Provider value={clock.now}>
      <ZoneContext.Provider value={zone}>
        <a class="skip-link" href="#main">
          Skip to the content
        </a>
        <header class="top">
          <nav aria-label="Page" class="top-nav">
            <a href={addressOf('causes', DEFAULT_FILTERS)} class="home">
              Voice Insights
            </a>
            <NavLink view="causes" route={route}>
              Causes
            </NavLink>
            <NavLink view="events" route={route}>
              Events
            </NavLink>
            <NavLink view="fleet" route={route}>
              Fleet
            </NavLink>
            <a href={addressOfConferences('1d')} aria-current={route.view === 'conferences' ? 'page' : undefined}>
              Conferences
            </a>
            {session.trends && (
              <a href={addressOfTrends()} aria-current={route.view === 'trends' ? 'page' : undefined}>
                Trends
              </a>
            )}
            <a href={ADDRESS_OF_VIEWS} aria-current={route.view === 'views' ? 'page' : undefined}>
              Saved views
            </a>
          </nav>
          <Search key={reader} client={client} />
          <LastEvent pulse={pulse} />
          <ZoneSwitch />
          <button type="button" class="quiet" onClick={signOut}>
            Sign out
          </button>
        </header>
        <main id="main" ref={main} tabIndex={-1}>
          <View
            key={reader}
            route={route}
            client={client}
            kept={kept}
            hasTrends={session.trends}
            onSignedOut={onSignedOut}
          />
        </main>
      </ZoneContext.Provider>
    </Now.Provider>
  );
}

/** What is known of whoever reads. Of whoever signs in next nothing is: another tab may sign in somebody else at any time. */
function createWhatIsKept() {
  const client = createApiClient(fetch.bind(window), clock);
  const kept: { current: KeptFeed | undefined } = { current: undefined };
  return { client, kept };
}

interface ViewProps {
  route: Route;
  client: ApiClient & JsonClient;
  kept: { current: KeptFeed | undefined };
  hasTrends: boolean;
  onSignedOut: () => void;
}

function View({ route, kept, hasTrends, ...props }: ViewProps) {
  switch (route.view) {
    case 'causes':
    case 'cause':
      return <CausesView {...props} {...route} />;
    case 'events':
      return <EventsView {...props} {...route} kept={kept} />;
    case 'fleet':
      return <FleetView {...props} {...route} />;
    case 'call':
      return <CallView key={route.callSid} {...props} {...route} />;
    case 'compare':
      return <CompareView key={route.callSids.join(' ')} {...props} {...route} />;
    case 'party':
      return <PartyView key={route.party} {...props} {...route} />;
    case 'conferences':
      return <LoadedLater part="ConferencesView" with={{ ...props, ...route }} />;
    case 'conference':
      return <LoadedLater key={route.conferenceSid} part="ConferenceView" with={{ ...props, ...route }} />;
    case 'trends':
      return <LoadedLater part="TrendsView" with={{ ...props, ...route, isOn: hasTrends }} />;
    case 'views':
      return <ViewsView {...props} />;
  }
}

/** A view of the same filters as the view of the moment, so far as it has any. */
function NavLink({ view, route, children }: { view: FilteredView; route: Route; children: ComponentChildren }) {
  // Of the view of one cause, the way to all of them is out of it.
  const { cause: _cause, ...filters } = 'filters' in route ? route.filters : DEFAULT_FILTERS;
  return (
    <a href={addressOf(view, filters)} aria-current={route.view === view ? 'page' : undefined}>
      {children}
    </a>
  );
}

function titleOf(route: Route): string {
  switch (route.view) {
    case 'causes':
      return 'Causes';
    case 'cause':
      return `Cause ${printableStart(route.filters.cause ?? '', LONGEST_SID)}`;
    case 'events':
      return 'Events';
    case 'fleet':
      return 'Fleet';
    case 'compare':
      return 'Two calls';
    case 'conferences':
      return 'Conferences';
    case 'conference':
      return `Conference ${printableStart(route.conferenceSid, LONGEST_SID)}`;
    case 'trends':
      return 'Trends';
    case 'views':
      return 'Saved views';
    case 'party':
      return `Calls of ${printableStart(route.party, LONGEST_SID)}`;
    case 'call':
      return `Call ${printableStart(route.callSid, LONGEST_SID)}`;
  }
}

function iconOf(pulse: Pulse | undefined): TabIcon {
  if (pulse === undefined) return 'calm';
  if (pulse.alarming.length > 0) return 'alarm';
  return isSilent(pulse, clock.now()) ? 'silent' : 'calm';
}
