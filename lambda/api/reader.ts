/** Whoever asks, as far as an answer depends on it. */
export interface Reader {
  /** Of the credential: an account SID, or an API key's. */
  sid: string;
  /** The accounts whose events it may read; all of them where there is no list. */
  accounts?: readonly string[];
}

/** Whether somebody may read what is of an account. What says no account is of none. */
export function mayRead({ accounts }: Pick<Reader, 'accounts'> = {}, account: unknown): boolean {
  return accounts === undefined || (typeof account === 'string' && accounts.includes(account));
}

/** Whether somebody may read what is counted over all accounts. */
export function mayReadAll({ accounts }: Pick<Reader, 'accounts'> = {}): boolean {
  return accounts === undefined;
}
