import { createFileArchive } from '../../lambda/archive/file-archive.ts';
import { createMerge } from '../../lambda/merge/merge.ts';
import { HOURLY } from '../../lambda/merge/merge-plan.ts';
import { holderHere, isAliveHere } from '../../lambda/merge/process-holder.ts';
import { systemClock } from '../../shared/clock.ts';

const [directory = ''] = process.argv.slice(2);

/** Merges a folder again and again, until it is killed. */
const merge = createMerge({
  store: createFileArchive({ directory }),
  clock: systemClock,
  archiveDays: 0,
  thresholds: { ...HOURLY, graceMs: 0, lookBackDays: Number.POSITIVE_INFINITY },
  holder: holderHere(),
  isAlive: isAliveHere,
  // Several objects, one after the other: a kill can come between any two.
  limits: { maxRows: 40 },
});
process.stdout.write('merging\n');
for (;;) {
  await merge();
  await systemClock.sleep(5);
}
