import { useRef, useState } from 'preact/hooks';
import { callSidRemark, callSidsMeant, MAX_CALL_SID_BYTES, withoutQuotes } from '../shared/call-sid.ts';
import type { ApiClient } from './api-client.ts';
import { anyWithEvents } from './call/read-call.ts';
import { goTo } from './navigation.ts';
import { addressOfCall, addressOfParty } from './route.ts';
import { partyMeant } from './summary/party-meant.ts';

const NEVER = new AbortController().signal;
/** What begins so is a SID, or is meant to be one. */
const LIKE_A_SID = /^CA|^[A-Z]{2,4}[0-9a-f]{6,}|[\s/?]/i;

/** Takes a number, a client's name or the SID of a call, or a text that has one in it, to what it is of. */
export function Search({ client }: { client: ApiClient }) {
  const [said, setSaid] = useState('');
  const latest = useRef(0);
  const search = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = String(new FormData(form).get('sid'));
    latest.current += 1;
    const number = latest.current;
    const isNothing = callSidsMeant(text).length === 0;
    setSaid(isNothing ? `A call SID has at most ${MAX_CALL_SID_BYTES} bytes.` : '');
    if (isNothing) return;
    const address = await addressMeant(client, text);
    if (number !== latest.current) return;
    form.reset();
    goTo(address);
  };
  return (
    <search class="search">
      <form onSubmit={search}>
        <input
          name="sid"
          type="search"
          required
          aria-label="Call SID, number or client"
          aria-describedby="search-said"
          aria-invalid={said !== ''}
          placeholder="Call SID, number or client"
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

/** Where a text leads: to the calls of a number or client, or to a call. */
async function addressMeant(client: ApiClient, text: string): Promise<string> {
  const party = partyMeant(text);
  if (party !== undefined) return addressOfParty(party);
  const meant = callSidsMeant(text);
  const last = meant.at(-1) ?? text;
  const isName = callSidRemark(last) !== undefined && !LIKE_A_SID.test(withoutQuotes(text));
  // What cannot be anything but a SID need not be asked for; where nothing can be asked now, the view says why.
  const asked = isName ? meant : meant.slice(0, -1);
  const known = await anyWithEvents(client, asked, NEVER).catch(() => last);
  if (known !== undefined) return addressOfCall(known);
  return isName ? addressOfParty(`client:${withoutQuotes(text)}`) : addressOfCall(last);
}
