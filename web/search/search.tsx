import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { callSidRemark, callSidsMeant, MAX_CALL_SID_BYTES, withoutQuotes } from '../../shared/call-sid.ts';
import type { ApiClient, JsonClient } from '../api-client.ts';
import { anyWithEvents } from '../call/read-call.ts';
import { goTo } from '../navigation.ts';
import { addressOfCall, addressOfConference, addressOfParty } from '../route.ts';
import { askEvents } from './ask-events.ts';
import { causeOfCode, conferenceSaid, type Found, foundAtOnce, type InEvents, partySaid } from './found.ts';
import { SearchResults } from './search-results.tsx';
import type { SearchState } from './search-state.ts';

const NEVER = new AbortController().signal;
/** What begins so is a SID, or is meant to be one. */
const LIKE_A_SID = /^CA|^[A-Z]{2,4}[0-9a-f]{6,}|[\s/?]/i;
const ERROR_CODE = /^\d{4,6}$/;
/** Somebody who types on is not waited for. */
const PAUSE_MS = 250;
/** What was not looked through whole goes on. */
const GOES_ON_MS = 500;
const NAME = 'Call SID, code, number, client or text';

/** Says what a text leads to while it is typed: calls, causes, codes, numbers and clients. Enter goes to the likeliest. */
export function Search({ client }: { client: ApiClient & JsonClient }) {
  const [said, setSaid] = useState('');
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const { found, inEvents } = useFound(client, isOpen ? text : '');
  const field = useRef<HTMLInputElement>(null);
  const place = useRef<HTMLElement>(null);
  const latest = useRef(0);
  const id = useId();
  useSlash(field);

  const close = () => {
    setIsOpen(false);
    setText('');
    if (field.current !== null) field.current.value = '';
  };
  const search = async (event: SubmitEvent) => {
    event.preventDefault();
    const typed = field.current?.value ?? '';
    if (typed.trim() === '') return;
    latest.current += 1;
    const number = latest.current;
    const isNothing = callSidsMeant(typed).length === 0;
    setSaid(isNothing ? `A call SID has at most ${MAX_CALL_SID_BYTES} bytes.` : '');
    if (isNothing) return;
    const readEvents = () =>
      askEvents(client, typed, NEVER).then(
        ({ found }) => found,
        () => [],
      );
    const address = await addressMeant(client, typed, readEvents);
    if (number !== latest.current) return;
    close();
    goTo(address);
  };
  const onKeyDown = (key: KeyboardEvent) => {
    if (key.key === 'Escape' && isOpen) {
      setIsOpen(false);
      field.current?.focus();
    } else if (key.key === 'ArrowDown' || key.key === 'ArrowUp') {
      const stops = [field.current, ...(place.current?.querySelectorAll<HTMLElement>('.search-results a') ?? [])];
      const at = stops.indexOf(document.activeElement as HTMLElement);
      const next = stops[at + (key.key === 'ArrowDown' ? 1 : -1)];
      if (at === -1 || !next) return;
      key.preventDefault();
      next.focus();
    }
  };
  const onBlur = (event: FocusEvent) => {
    if (!place.current?.contains(event.relatedTarget as Node | null)) setIsOpen(false);
  };

  const isShown = isOpen && text.trim() !== '';
  return (
    <search class="search" ref={place} onKeyDown={onKeyDown} onFocusOut={onBlur}>
      <form onSubmit={search}>
        <input
          ref={field}
          name="sid"
          type="search"
          required
          aria-label={NAME}
          aria-describedby={`${id}-said`}
          aria-invalid={said !== ''}
          placeholder={NAME}
          title="Press / to search"
          autocomplete="off"
          spellcheck={false}
          onFocus={() => setIsOpen(true)}
          onInput={({ currentTarget }) => {
            setSaid('');
            setText(currentTarget.value);
            setIsOpen(true);
          }}
        />
        <button type="submit">Open</button>
      </form>
      {isShown && <SearchResults found={found} inEvents={inEvents} onFollow={close} />}
      <p id={`${id}-said`} role="alert">
        {said}
      </p>
    </search>
  );
}

/** What a text leads to, as far as it is known by now. */
function useFound(client: JsonClient, text: string): { found: readonly Found[]; inEvents: SearchState['inEvents'] } {
  const [known, setKnown] = useState<{ text: string; answer: InEvents | undefined }>();
  useEffect(() => {
    if (text.trim() === '') return undefined;
    const controller = new AbortController();
    const ask = async () => {
      const { signal } = controller;
      const answer = await askEvents(client, text, signal).catch(() => undefined);
      if (signal.aborted) return;
      setKnown({ text, answer });
      if (answer?.isWhole === false) timer = setTimeout(ask, GOES_ON_MS);
    };
    let timer = setTimeout(ask, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, text]);
  const atOnce = foundAtOnce(text);
  if (known?.text !== text) return { found: atOnce, inEvents: 'asking' };
  const { answer } = known;
  if (answer === undefined) return { found: atOnce, inEvents: 'failed' };
  return { found: [...atOnce, ...answer.found], inEvents: answer.isWhole ? 'whole' : 'part' };
}

/** `/` leads to the field from everywhere but another field. */
function useSlash(field: { current: HTMLInputElement | null }): void {
  useEffect(() => {
    const onKey = (key: KeyboardEvent) => {
      const isTyping = key.target instanceof Element && key.target.closest('input, select, textarea, dialog') !== null;
      if (key.key !== '/' || isTyping || key.ctrlKey || key.metaKey || key.altKey) return;
      key.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [field]);
}

/** Where a text leads: to the calls of a number or client, to an error code, to a call, or to what events say. */
async function addressMeant(
  client: ApiClient,
  text: string,
  readEvents: () => Promise<readonly Found[]>,
): Promise<string> {
  const conference = conferenceSaid(text);
  if (conference !== undefined) return addressOfConference(conference);
  const party = partySaid(text);
  if (party !== undefined) return addressOfParty(party);
  const plain = withoutQuotes(text);
  if (ERROR_CODE.test(plain)) return causeOfCode(Number(plain));
  const meant = callSidsMeant(text);
  const last = meant.at(-1) ?? text;
  const isUnusual = callSidRemark(last) !== undefined;
  const isName = isUnusual && !LIKE_A_SID.test(plain);
  // What cannot be anything but a SID need not be asked for; where nothing can be asked now, the view says why.
  const asked = isName ? meant : meant.slice(0, -1);
  const known = await anyWithEvents(client, asked, NEVER).catch(() => last);
  if (known !== undefined) return addressOfCall(known);
  const found = isUnusual ? await readEvents() : [];
  const isClient = ({ kind, title }: Found) => kind === 'Client' && title === plain;
  const calls = found.filter(({ kind }) => kind === 'Call');
  const likeliest =
    found.find(isClient) ?? (calls.length === 1 ? calls[0] : found.find(({ kind }) => kind === 'Events'));
  return likeliest?.address ?? (isName ? addressOfParty(`client:${plain}`) : addressOfCall(last));
}
