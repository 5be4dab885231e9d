import { printable } from '../../shared/printable.ts';
import { type Check, ok } from './check.ts';

export interface AlarmFact {
  alarmName: string;
  /** `<what it means> See <where the runbook tells more>` */
  description: string;
  since?: Date;
}

/** Until Lambda reads the stream, and Twilio writes to it, the alarms on what is missing are on. */
const NEW_FOR_MS = 60 * 60_000;

/** @param alarms those of the stack that are on @param ageMs how long ago the stack was made */
export function checkAlarms(alarms: readonly AlarmFact[], ageMs = Number.POSITIVE_INFINITY): Check[] {
  const isNew = ageMs < NEW_FOR_MS;
  if (alarms.length === 0) return [ok('alarms', 'none is on')];
  return alarms.map(({ alarmName, description, since }) => {
    const [, meaning = description, section] = /^(.*?)\s*See (\S+)$/s.exec(description) ?? [];
    const from = since === undefined ? '' : ` since ${since.toISOString()}`;
    const where = `see ${printable(section ?? 'docs/runbook.md')}`;
    return {
      name: 'alarm',
      state: isNew ? 'news' : 'wrong',
      says: printable(`${alarmName} is on${from}: ${meaning}`),
      cure: isNew ? `the stack is new: if it is still on in an hour, ${where}` : where,
    };
  });
}
