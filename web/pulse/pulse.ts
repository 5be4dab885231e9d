import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { printableStart } from '../../shared/printable.ts';
import { timeSaid } from '../../shared/time-said.ts';

/** How things are across calls, in so few words that a tab has room for them. */
export interface Pulse {
  /** Causes of errors that are new, or happen far more often than before. */
  alarming: readonly AlarmingCause[];
  /** When the latest event of any kind happened, in epoch ms; undefined where none is known. */
  latestMs: number | undefined;
}

export interface AlarmingCause {
  cause: string;
  /** `53405` */
  words: string;
}

const ALARMING: ReadonlySet<unknown> = new Set(['new', 'spike']);
/** A single call that fails is no alarm. */
const FEWEST_CALLS = 3;
const LONGEST = 40;
/** Where people call, something is reported more often. */
const SILENT_MS = 15 * 60_000;

/** @param answer that of `/v1/Voice/Events/Causes` */
export function pulseOf(answer: JsonObject): Pulse {
  const causes = Array.isArray(answer.causes) ? answer.causes.filter(isJsonObject) : [];
  const alarming = causes.filter(
    ({ level, state, calls }) => level === 'ERROR' && ALARMING.has(state) && Number(calls) >= FEWEST_CALLS,
  );
  const latest = typeof answer.latest === 'string' ? timeSaid(answer.latest) : undefined;
  return {
    alarming: alarming.map(({ cause, error_code, name, group, message }) => ({
      cause: String(cause),
      words: printableStart(String(error_code ?? name ?? group ?? message ?? 'error'), LONGEST),
    })),
    latestMs: latest === undefined ? undefined : Date.parse(latest),
  };
}

/** Whether nothing was heard for so long that it may be because nothing arrives. */
export function isSilent({ latestMs }: Pulse, nowMs: number): boolean {
  return latestMs === undefined || nowMs - latestMs > SILENT_MS;
}

/** What stands before the title of a tab: `(2) 53405 · `; '' where nothing is unusual. */
export function titlePrefix(pulse: Pulse | undefined): string {
  const [first] = pulse?.alarming ?? [];
  return first === undefined ? '' : `(${pulse?.alarming.length}) ${first.words} · `;
}
