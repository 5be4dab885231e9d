import { callSidsMeant } from '../../shared/call-sid.ts';
import { LongText } from '../long-text.tsx';
import { addressOfCall } from '../route.ts';

/** Why a call may have no events, said while they may still come. @param isHead where nothing else is known of it */
export function NoEvents({
  callSid,
  remark,
  isHead = true,
}: {
  callSid: string;
  remark: string | undefined;
  isHead?: boolean;
}) {
  const [, meant] = callSidsMeant(callSid);
  return (
    <section class="no-events">
      {isHead ? (
        <h1>
          No events of{' '}
          <span class="sid">
            <LongText text={callSid} />
          </span>
        </h1>
      ) : (
        <h2>No events</h2>
      )}
      {remark && <p>{remark}</p>}
      {meant && (
        <p>
          The call SID in it is{' '}
          <a href={addressOfCall(meant)} class="sid">
            {meant}
          </a>
          .
        </p>
      )}
      <p>Possible reasons:</p>
      <ul>
        <li>They have not arrived yet. Twilio sends them about 90 seconds after they happen. They will appear here.</li>
        <li>
          Voice Insights Advanced Features were off when the call was made. Twilio then writes no events of it (Console
          → Voice → Settings → Voice Insights).
        </li>
        <li>The call is older than this table, or its rows have expired.</li>
        <li>The call is of another account, or its SID is incomplete.</li>
      </ul>
    </section>
  );
}
