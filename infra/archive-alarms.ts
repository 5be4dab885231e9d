import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type Alarms, AT_ONCE, GOES_ON } from './alarms.ts';
import type { ArchiveSignals } from './archive-signals.ts';

/** Five minutes of it are gathering. */
const MAX_AGE = Duration.minutes(30);
/** Of periods of an hour: a day that takes two runs, and one that a forget was at work on, is no alarm. */
const SIX_HOURS = { evaluationPeriods: 6 };

/** Adds the alarms of the archive to those of the rest. */
export function addArchiveAlarms(alarms: Alarms, archive: ArchiveSignals): void {
  alarms.add('ArchiveIteratorAge', 'Records wait for the archive for more than 30 minutes.', {
    metric: archive.iteratorAge,
    threshold: MAX_AGE.toMilliseconds() + 1,
    ...AT_ONCE,
  });
  alarms.add('ArchiveErrors', 'The archive function failed for 15 minutes. Its records wait on the stream.', {
    metric: archive.errors,
    threshold: 1,
    ...GOES_ON,
  });
  alarms.add('ArchiveGivenUp', 'Lambda abandoned batches that the archive could not write.', {
    metric: archive.givenUp,
    threshold: 1,
    ...AT_ONCE,
  });
  // An archive that is new has had no merge yet.
  alarms.add('MergeLate', 'For 3 hours no merge of the archive ended well.', {
    metric: archive.merges,
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.BREACHING,
    ...GOES_ON,
  });
  alarms.add('DaysUnmerged', 'For 6 hours merges left a day of the archive as it was.', {
    metric: archive.daysUnmerged,
    threshold: 1,
    ...SIX_HOURS,
  });
}
