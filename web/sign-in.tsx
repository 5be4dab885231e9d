import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiTrouble, type Credential, createApiClient } from './api-client.ts';
import type { ServerClock } from './server-clock.ts';
import { troubleInWords } from './trouble-in-words.ts';

/** Asks for the API's credential and tries it. It is held in memory: loading the page again forgets it. */
export function SignIn({ notice, clock, onSignedIn }: SignInProps) {
  const [said, setSaid] = useState(notice);
  const [isBusy, setIsBusy] = useState(false);
  const sidField = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => sidField.current?.focus(), []);

  const signIn = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const credential = { sid: String(form.get('sid')).trim(), token: String(form.get('token')).trim() };
    setIsBusy(true);
    setSaid('');
    const trouble = await tryOut(credential, clock);
    if (trouble === undefined) return onSignedIn(credential);
    setIsBusy(false);
    setSaid(troubleInWords(trouble));
    sidField.current?.focus();
  };

  return (
    <main class="sign-in">
      <h1>Voice Insights</h1>
      <form onSubmit={signIn}>
        <label>
          Account SID or API key SID
          <input ref={sidField} name="sid" required autocomplete="username" spellcheck={false} />
        </label>
        <label>
          Auth token or secret
          <input name="token" type="password" required autocomplete="current-password" />
        </label>
        <button type="submit" class="primary" disabled={isBusy}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </button>
        <p role="alert" class="sign-in-said">
          {said}
        </p>
      </form>
      <p class="muted">
        Use a credential of the read API. <code>npm start</code> prints it on its ready line. A stack keeps it in the
        secret <code>ApiCredentialsSecretArn</code>. It stays in the memory of this tab only.
      </p>
    </main>
  );
}

interface SignInProps {
  notice: string;
  /** Hears what time it is before anything is shown. */
  clock: ServerClock;
  onSignedIn: (credential: Credential) => void;
}

/** Whether the API takes the credential: an answer that refuses the question does too. */
async function tryOut(credential: Credential, clock: ServerClock): Promise<ApiTrouble | undefined> {
  const client = createApiClient(credential, fetch.bind(window), clock);
  try {
    await client.readPage('/v1/Voice/Events?PageSize=1', new AbortController().signal);
  } catch (error) {
    if (!(error instanceof ApiTrouble)) return new ApiTrouble('failed', String(error));
    if (error.kind !== 'refused') return error;
  }
  return undefined;
}
