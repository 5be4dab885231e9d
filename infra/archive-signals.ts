import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC, METRIC_NAMESPACE } from '../shared/metrics.ts';
import type { Archive } from './archive.ts';

const PERIOD = Duration.minutes(5);
/** In each there is a merge. */
const HOUR = Duration.hours(1);

/** What there is to see of the archive. @param service what our own metrics are counted under */
export function archiveSignals({ function: fn, mergeFunction, eventSourceMappingId }: Archive, service: string) {
  const ofWriter = { FunctionName: fn.functionName };
  const ofMapping = { EventSourceMappingUUID: eventSourceMappingId };
  const ofMerge = { FunctionName: mergeFunction.functionName };
  return {
    rowsArchived: own(METRIC.rowsArchived, service, PERIOD),
    daysUnmerged: own(METRIC.daysUnmerged, service, HOUR),
    iteratorAge: metric('IteratorAge', ofWriter, 'Maximum'),
    errors: metric('Errors', ofWriter),
    // What the bucket has of them is put back; what it did not take is lost to the archive, and still in the table.
    givenUp: new MathExpression({
      label: 'abandoned records',
      expression: 'FILL(kept, 0) + FILL(dropped, 0) + FILL(refused, 0)',
      usingMetrics: {
        kept: metric('OnFailureDestinationDeliveredEventCount', ofMapping),
        dropped: metric('DroppedEventCount', ofMapping),
        refused: metric('DestinationDeliveryFailures', ofWriter),
      },
      period: PERIOD,
    }),
    merges: new MathExpression({
      label: 'merges that ended well',
      expression: 'FILL(invocations, 0) - FILL(errors, 0)',
      usingMetrics: { invocations: metric('Invocations', ofMerge), errors: metric('Errors', ofMerge) },
      period: HOUR,
    }),
  };
}
export type ArchiveSignals = ReturnType<typeof archiveSignals>;

function metric(metricName: string, dimensionsMap: Record<string, string>, statistic = 'Sum'): Metric {
  return new Metric({ namespace: 'AWS/Lambda', metricName, dimensionsMap, statistic, period: PERIOD });
}

function own(metricName: string, service: string, period: Duration): Metric {
  return new Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap: { service }, statistic: 'Sum', period });
}
