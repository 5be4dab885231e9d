import { useRef, useState } from 'preact/hooks';
import { callSidsMeant, MAX_CALL_SID_BYTES } from '../shared/call-sid.ts';
import type { ApiClient } from './api-client.ts';
import { firstWithEvents } from './call/read-call.ts';
import { goTo } from './navigation.ts';
import { addressOfCall } from './route.ts';

const NEVER = new AbortController().signal;

/** Takes a call's SID, or a text that has one in it, to the call. */
export function Search({ client }: { client: ApiClient }) {
  const [said, setSaid] = useState('');
  const latest = useRef(0);
  const search = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = String(new FormData(form).get('sid'));
    latest.current += 1;
    const number = latest.current;
    const meant = callSidsMeant(text);
    setSaid(meant.length === 0 ? `A call SID has at most ${MAX_CALL_SID_BYTES} bytes.` : '');
    // Where it cannot be asked now, the view of the call says why.
    const callSid = await firstWithEvents(client, meant, NEVER).catch(() => meant.at(-1));
    if (callSid === undefined || number !== latest.current) return;
    form.reset();
    goTo(addressOfCall(callSid));
  };
  return (
    <search class="search">
      <form onSubmit={search}>
        <input
          name="sid"
          type="search"
          required
          aria-label="Call SID"
          aria-describedby="search-said"
          aria-invalid={said !== ''}
          placeholder="Paste a call SID: CA…"
          autocomplete="off"
          spellcheck={false}
          onInput={() => setSaid('')}
        />
        <button type="submit">Open</button>
      </form>
      <p id="search-said" role="alert">
        {said}
      </p>
    </search>
  );
}
