import type { CallCloudEvent } from '../../families/call-event/call-event.ts';

/** Whoever asks, as far as an answer depends on it. */
export interface Reader {
  /** Of the credential: an account SID, or an API key's. */
  sid: string;
  /** The accounts whose events it may read; all of them where there is no list. */
  accounts?: readonly string[];
}

/** Whether a reader may see an event. One that says no account is for those alone who may read all of them. */
export function mayRead({ accounts }: Pick<Reader, 'accounts'>, { data }: Pick<CallCloudEvent, 'data'>): boolean {
  // The table keeps what came, also where that is no text.
  return accounts === undefined || (typeof data.account_sid === 'string' && accounts.includes(data.account_sid));
}
