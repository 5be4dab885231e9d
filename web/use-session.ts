import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ServerClock } from './server-clock.ts';
import { type Credential, createSessionClient, type Session } from './session-client.ts';
import type { Troubled } from './trouble-banner.tsx';
import { usePolling } from './use-polling.ts';

/** All tabs of this browser hear of signing in and out. */
const CHANNEL = 'voice-insights-session';
const ENDED = 'The session has ended. Sign in again.';
const STILL_OPEN =
  'You are signed out here. The API could not end the session elsewhere: a copy of its cookie counts for 12 hours at most.';

/** One function for all drawings: with a new one, asking would begin again. */
const goOn = () => undefined;

export interface SessionState {
  /** Undefined until it is known whether somebody is signed in. */
  session: Session | undefined;
  /** Why nobody is signed in any more; `''` for no reason. */
  notice: string;
  /** Why it is not known. */
  troubled: Troubled | undefined;
  /** @throws ApiTrouble */
  signIn(credential: Credential): Promise<void>;
  signOut(): void;
  /** To be called where the API says that nobody is signed in. */
  onSignedOut(): void;
}

/** Who is signed in. The API is asked when the page is loaded, and whenever another tab says that it changed. */
export function useSession(clock: ServerClock): SessionState {
  const client = useMemo(() => createSessionClient(fetch.bind(window), clock), [clock]);
  const [session, setSession] = useState<Session>();
  const [notice, setNotice] = useState('');
  const channel = useRef<BroadcastChannel>(undefined);

  const read = useCallback(
    async (signal: AbortSignal) => {
      const asked = await client.ask(signal);
      if (!signal.aborted) setSession(asked);
      return undefined;
    },
    [client],
  );
  const troubled = usePolling(read, goOn);

  const leave = useCallback((why: string) => {
    setSession((known) => ({ sid: undefined, name: known?.name ?? '', trends: false }));
    setNotice(why);
  }, []);

  useEffect(() => {
    const tabs = new BroadcastChannel(CHANNEL);
    channel.current = tabs;
    tabs.onmessage = ({ data }) => {
      if (data === 'signed-out') leave('');
      else client.ask(new AbortController().signal).then(setSession, () => undefined);
    };
    return () => tabs.close();
  }, [client, leave]);

  return {
    session,
    notice,
    troubled,
    async signIn(credential) {
      await client.signIn(credential);
      setSession(await client.ask(new AbortController().signal));
      setNotice('');
      channel.current?.postMessage('signed-in');
    },
    signOut() {
      leave('');
      channel.current?.postMessage('signed-out');
      client.signOut().catch(() => setNotice(STILL_OPEN));
    },
    onSignedOut: useCallback(() => leave(ENDED), [leave]),
  };
}
