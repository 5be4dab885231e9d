import * as z from 'zod';
import type { QuarantinedRecord } from '../../lambda/quarantine/quarantine.ts';
import { printable } from '../../shared/printable.ts';

/** A record for a person. Ingest writes such objects, and so can whoever may write to the bucket. */
export function recordLines({ data, problems, ...about }: QuarantinedRecord): string[] {
  const members = Object.entries(about).map(([key, value]) => memberLine(key, value));
  return [...members, ...problemLines(problems), '', printable(Buffer.from(data, 'base64').toString('utf8'))];
}

function memberLine(key: string, value: unknown): string {
  return `${printable(key).padEnd('sequenceNumber'.length)}  ${printable(value)}`;
}

const Problems = z.array(z.object({ index: z.number().optional(), reason: z.string(), detail: z.string() }));

function problemLines(problems: unknown): string[] {
  if (problems === undefined) return [];
  const { success, data } = Problems.safeParse(problems);
  if (!success) return [memberLine('problems', problems)];
  return data.map(({ index, reason, detail }) => {
    const event = index === undefined ? 'event' : `event [${index}]`;
    return `${event}  ${printable(reason)}: ${printable(detail)}`;
  });
}
