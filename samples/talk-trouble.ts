import { reconnect } from './connect.ts';
import type { SdkMoment } from './moment.ts';
import { qualityWarning, type WarningName } from './quality-warning.ts';
import type { Random } from './random.ts';
import { createSdkScript } from './script.ts';
import { SDK_ERROR } from './sdk-error.ts';

/** What happens while people talk; times count from the answer, in milliseconds. */
export type TalkTrouble =
  | { kind: 'warning'; name: WarningName; atMs: number; lastsMs: number }
  /** The media connection is lost and found again. `failed`: ICE gives up before it is. */
  | { kind: 'outage'; atMs: number; lastsMs: number; failed: boolean }
  | { kind: 'mute'; atMs: number; lastsMs: number };

/** The events of one trouble; what would come after the end of the call does not come. */
export function troubles(
  random: Random,
  trouble: TalkTrouble,
  { startMs, endMs }: { startMs: number; endMs: number },
): SdkMoment[] {
  const script = createSdkScript(random, startMs + trouble.atMs);
  if (trouble.kind === 'warning') {
    qualityWarning(script, random, trouble.name, trouble.lastsMs);
  } else if (trouble.kind === 'mute') {
    script.info('connection', 'muted');
    script.wait(trouble.lastsMs, trouble.lastsMs);
    script.info('connection', 'unmuted');
  } else {
    script.debug('ice-connection-state', 'disconnected');
    script.say('WARNING', 'network-quality-warning-raised', 'ice-connectivity-lost');
    script.wait(trouble.lastsMs, trouble.lastsMs);
    if (trouble.failed) {
      script.say('ERROR', 'ice-connection-state', 'failed');
      script.say('WARNING', 'pc-connection-state', 'failed');
    }
    script.say('WARNING', 'connection', 'error', { error: SDK_ERROR.mediaReconnecting });
    script.info('connection', 'reconnecting');
    reconnect(script, random);
    script.info('network-quality-warning-cleared', 'ice-connectivity-lost');
    script.info('connection', 'reconnected');
  }
  return script.moments.filter(({ atMs }) => atMs < endMs);
}
