/** What somebody who saves a view can be told of, see `docs/page.md`. */
export const ALERT_KINDS = ['new-cause', 'spike', 'share'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];
