import { useMemo, useState } from 'preact/hooks';
import type { JsonClient } from '../api-client.ts';
import { useReading } from '../use-reading.ts';
import { type ConferenceOfCall, readConferencesOfCall } from './read-conference.ts';

/** The conferences that a call was in; none until they are read, and none where they cannot be. */
export function useConferencesOfCall({
  client,
  callSid,
  onSignedOut,
}: {
  client: JsonClient;
  callSid: string;
  onSignedOut: () => void;
}): readonly ConferenceOfCall[] {
  const [found, setFound] = useState<readonly ConferenceOfCall[]>([]);
  const poll = useMemo(
    () => async (signal: AbortSignal) => {
      const read = await readConferencesOfCall(client, callSid, signal);
      if (!signal.aborted) setFound(read);
      return undefined;
    },
    [client, callSid],
  );
  useReading(poll, onSignedOut);
  return found;
}
