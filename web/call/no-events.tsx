import { callSidsMeant } from '../../shared/call-sid.ts';
import { addressOfCall } from '../route.ts';
import { Command } from './command.tsx';

/** Why a call may have no events, said while they may still come, and how to fetch them. */
export function NoEvents({ callSid, remark }: { callSid: string; remark: string | undefined }) {
  const [, meant] = callSidsMeant(callSid);
  return (
    <section class="no-events">
      <h2>No events</h2>
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
      {remark === undefined && (
        <p>
          Fetch what Twilio still has of them: <Command words={`backfill ${callSid}`} />
        </p>
      )}
    </section>
  );
}
