import { ALERT_KINDS, type AlertKind } from '../../shared/alert-kinds.ts';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';

/** What a view tells of; `over` is per cent of calls. */
export interface ViewAlert {
  when: AlertKind;
  over: number | null;
  webhook: string | null;
}

/** A saved view. */
export interface SavedView {
  name: string;
  /** Path and query of this page. */
  address: string;
  alert: ViewAlert | null;
  /** Whose it is, where it is of a credential that is limited to some accounts; null of one's own. */
  scope: string | null;
  accounts: string[];
  /** What it told of and is not over. */
  alarms: { words: string; sinceMs: number }[];
  /** Why it is not known, or nobody was told; sentences. */
  troubles: string[];
}

/** The views of an answer. What is none of its form is left out. */
export function viewsIn(answer: JsonObject): SavedView[] {
  const views = Array.isArray(answer.views) ? answer.views : [];
  return views.filter(isJsonObject).flatMap(({ name, address, alert, state, scope, accounts }) => {
    // An address of another host would lead away.
    if (typeof name !== 'string' || typeof address !== 'string' || !/^\/(?![/\\])/.test(address)) return [];
    const { alarms, trouble, not_told } = isJsonObject(state) ? state : {};
    return [
      {
        name,
        address,
        alert: alertIn(alert),
        scope: typeof scope === 'string' ? scope : null,
        accounts: Array.isArray(accounts) ? accounts.map(String) : [],
        alarms: (Array.isArray(alarms) ? alarms : []).filter(isJsonObject).map(({ words, since }) => {
          return { words: String(words), sinceMs: Date.parse(String(since)) };
        }),
        troubles: [trouble, not_told].filter((one) => typeof one === 'string'),
      },
    ];
  });
}

/** The alert in a few words. */
export function alertInWords({ when, over }: Pick<ViewAlert, 'when' | 'over'>): string {
  if (when === 'new-cause') return 'A cause is new';
  return when === 'spike' ? 'A cause spikes' : `Over ${over} % of calls`;
}

function alertIn(alert: unknown): ViewAlert | null {
  if (!isJsonObject(alert)) return null;
  const when = ALERT_KINDS.find((kind) => kind === alert.when);
  if (when === undefined) return null;
  return {
    when,
    over: typeof alert.over === 'number' ? alert.over : null,
    webhook: typeof alert.webhook === 'string' ? alert.webhook : null,
  };
}
