/** A setting in words, for the reference: what its schema does not say of it. */
export interface SettingText {
  /** What the setting does, in whole sentences. The first of them also stands in the overview. */
  does: string;
  /** What holds where nobody sets it, only where the schema has no default that can be printed. */
  byDefault?: string;
  /** A section of the runbook with more about it. */
  runbook?: string;
}
