import { useState } from 'preact/hooks';
import { callSidsMeant, MAX_CALL_SID_BYTES } from '../shared/call-sid.ts';
import { goTo } from './navigation.ts';
import { addressOfCall } from './route.ts';

/** Takes a call's SID, or a text that has one in it, to the call. */
export function Search() {
  const [said, setSaid] = useState('');
  const search = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = String(new FormData(form).get('sid'));
    const callSid = callSidsMeant(text).at(-1);
    setSaid(callSid === undefined ? `A call SID has at most ${MAX_CALL_SID_BYTES} bytes.` : '');
    if (callSid === undefined) return;
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
