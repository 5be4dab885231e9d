import { createFileArchive } from '../lambda/archive/file-archive.ts';
import { createMerge } from '../lambda/merge/merge.ts';
import { HOURLY } from '../lambda/merge/merge-plan.ts';
import { systemClock } from '../shared/clock.ts';

/** What a merge took, in a process that did nothing else. */
export interface MergeFigures {
  rows: number;
  mergeMs: number;
  cpuMs: number;
  maxRssBytes: number;
}

const [, , directory = ''] = process.argv;
const merge = createMerge({
  store: createFileArchive({ directory }),
  clock: systemClock,
  archiveDays: 0,
  thresholds: { ...HOURLY, lookBackDays: Number.POSITIVE_INFINITY },
  holder: 'bench',
});
const begun = performance.now();
const { rows } = await merge();
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const figures: MergeFigures = {
  rows,
  mergeMs: performance.now() - begun,
  cpuMs: (userCPUTime + systemCPUTime) / 1_000,
  maxRssBytes: maxRSS * 1_024,
};
process.send?.(figures);
process.disconnect?.();
