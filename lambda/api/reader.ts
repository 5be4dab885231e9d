/** Whoever asks, as far as an answer depends on it. */
export interface Reader {
  /** Of the credential: an account SID, or an API key's. */
  sid: string;
  /** The accounts whose events it may read; all of them where there is no list. */
  accounts?: readonly string[];
}
