import { whyMissing } from '../../families/call-summary/in-words/missing.ts';
import { type Party, partyOf } from '../../families/call-summary/in-words/party.ts';
import { objectAt, said } from '../../families/call-summary/said.ts';
import type { JsonObject } from '../../shared/json.ts';
import { printable } from '../../shared/printable.ts';
import { addressOfParty } from '../route.ts';
import { isParty } from './party-meant.ts';

/** Who called, and who was called: each leads to its calls. */
export function SummaryParties({ summary }: { summary: JsonObject }) {
  return (
    <dl class="summary-parties">
      <PartyOf name="From" summary={summary} side="from" />
      <PartyOf name="To" summary={summary} side="to" />
    </dl>
  );
}

function PartyOf({ name, summary, side }: { name: string; summary: JsonObject; side: 'from' | 'to' }) {
  const party = partyOf(summary, side);
  const details = detailsOf(party);
  const { address } = party;
  // What is shown may be the start of it.
  const whole = said(objectAt(summary, side)[side === 'from' ? 'caller' : 'callee']) ?? '';
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {address !== undefined && (
          <span class="summary-address">
            {isParty(whole) ? <a href={addressOfParty(whole)}>{printable(address)}</a> : printable(address)}
          </span>
        )}
        {details.length > 0 && <span class="summary-details">{printable(details.join(' · '))}</span>}
        {address === undefined && details.length === 0 && <Missing>{whyMissing('parties', summary)}</Missing>}
      </dd>
    </div>
  );
}

function detailsOf({ connection, carrier, city, subdivision, country, sdk, browser, os, device }: Party): string[] {
  const place = [city, subdivision, country].filter(Boolean).join(', ');
  return [connection, carrier, place, sdk, browser, os, device].filter((text): text is string => !!text);
}

/** Why there is nothing here. */
export function Missing({ children }: { children: string }) {
  return <span class="summary-missing">{children}</span>;
}
