import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { printableStart } from '../shared/printable.ts';
import { ApiTrouble } from './api-client.ts';
import type { Credential } from './session-client.ts';
import { troubleInWords } from './trouble-in-words.ts';

/** Of a heading, which names a stack. */
const LONGEST_NAME = 128;

/** Asks for a credential, once for 12 hours. It is sent and forgotten: what stays is a cookie that no script sees. */
export function SignIn({ name, notice, signIn }: SignInProps) {
  const [said, setSaid] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const sidField = useRef<HTMLInputElement>(null);
  const tokenField = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => sidField.current?.focus(), []);
  useLayoutEffect(() => setSaid(notice), [notice]);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setIsBusy(true);
    setSaid('');
    try {
      await signIn({ sid: String(form.get('sid')).trim(), token: String(form.get('token')).trim() });
    } catch (error) {
      const trouble = error instanceof ApiTrouble ? error : new ApiTrouble('failed', String(error));
      setIsBusy(false);
      setSaid(trouble.kind === 'signed-out' ? 'The API does not know this SID and token.' : troubleInWords(trouble));
      // The SID is seldom what was wrong.
      tokenField.current?.select();
    }
  };

  return (
    <main class="sign-in">
      <h1>Voice Insights</h1>
      {name !== '' && (
        <p class="sign-in-name">
          Sign in to <strong>{printableStart(name, LONGEST_NAME)}</strong>
        </p>
      )}
      <form onSubmit={submit}>
        <label>
          Account SID or API key SID
          <input ref={sidField} name="sid" required autocomplete="username" spellcheck={false} />
        </label>
        <label>
          Auth token or secret
          <input ref={tokenField} name="token" type="password" required autocomplete="current-password" />
        </label>
        <button type="submit" class="primary" disabled={isBusy}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </button>
        <p role="alert" class="sign-in-said">
          {said}
        </p>
      </form>
      <p class="muted">
        Ask who runs this stack for a SID and token. They are not those of your Twilio account; <code>npm start</code>{' '}
        prints its own. You stay signed in for 12 hours, in all tabs of this browser.
      </p>
    </main>
  );
}

interface SignInProps {
  /** Of the stack, `''` where it does not say. */
  name: string;
  /** Why nobody is signed in any more. */
  notice: string;
  /** @throws ApiTrouble */
  signIn: (credential: Credential) => Promise<void>;
}
