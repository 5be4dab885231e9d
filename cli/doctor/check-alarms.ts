import { printable } from '../../shared/printable.ts';
import { type Check, ok, wrong } from './check.ts';

export interface AlarmFact {
  alarmName: string;
  /** `<what it means> See <where the runbook tells more>` */
  description: string;
  since?: Date;
}

/** @param alarms those of the stack that are on */
export function checkAlarms(alarms: readonly AlarmFact[]): Check[] {
  const name = 'alarm';
  if (alarms.length === 0) return [ok('alarms', 'none is on')];
  return alarms.map(({ alarmName, description, since }) => {
    const [, meaning = description, section] = /^(.*?)\s*See (\S+)$/s.exec(description) ?? [];
    const from = since === undefined ? '' : ` since ${since.toISOString()}`;
    return wrong(
      name,
      printable(`${alarmName} is on${from}: ${meaning}`),
      `see ${printable(section ?? 'docs/runbook.md')}`,
    );
  });
}
