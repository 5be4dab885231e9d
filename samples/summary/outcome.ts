import type { Story } from './story.ts';

export interface Outcome {
  call_state: string;
  /** The last SIP response; 0 for none. */
  sip: number;
  /** https://www.itu.int/rec/T-REC-Q.850; 0 for none. */
  q850: number;
  disconnected_by: string;
  /** What the SDK's edge says of it. */
  sdkDisconnectedBy: string;
}

const UNKNOWN = 'unknown_disconnected_by';
/** Errors after which nobody said goodbye. */
const LOST = ['53405', '53000', '53001'];

/** How a call ended: what the SDK saw, and what Twilio makes of it. */
export function outcomeOf(story: Story): Outcome {
  const { endedBy } = story;
  if (endedBy === 'rejected') return ended('busy', 600, 17, 'rejected');
  if (story.answeredMs !== undefined) {
    const isLost = LOST.some((code) => code in story.errors) && endedBy === 'local';
    return {
      ...ended('completed', 200, 16, isLost ? UNKNOWN : (endedBy ?? UNKNOWN)),
      disconnected_by: isLost ? UNKNOWN : hungUpBy(story),
    };
  }
  if (Object.keys(story.errors).length > 0) return ended('fail', 503, 41, UNKNOWN);
  if (endedBy === 'cancelled' || endedBy === 'local') return ended('canceled', 487, 0, endedBy);
  return ended('noanswer', 480, 19, endedBy ?? UNKNOWN);
}

function ended(call_state: string, sip: number, q850: number, sdkDisconnectedBy: string): Outcome {
  return { call_state, sip, q850, disconnected_by: UNKNOWN, sdkDisconnectedBy };
}

function hungUpBy({ endedBy, direction }: Story): string {
  if (direction === undefined) return 'caller';
  return (endedBy === 'local') === (direction === 'outgoing') ? 'caller' : 'callee';
}
