/** What the SIDs of `audit` begin with: Twilio's are hexadecimal, so no call or conference of anybody's has such a one. */
export const AUDIT_SID = { call: 'CAaudit', conference: 'CFaudit' } as const;

/** Whether a call or conference is one that `audit` made up. */
export function isAuditSid(sid: string): boolean {
  return sid.startsWith(AUDIT_SID.call) || sid.startsWith(AUDIT_SID.conference);
}
