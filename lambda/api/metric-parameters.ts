import { METRIC_DIRECTIONS, type MetricDirection } from '../../families/call-metric/metric-resource.ts';
import { FILTERS } from './event-parameters.ts';
import { described } from './parameter.ts';
import { reader } from './parameter-readers.ts';

const DIRECTION = reader<MetricDirection>(
  (value) => METRIC_DIRECTIONS.find((direction) => direction === value),
  `expected one of ${METRIC_DIRECTIONS.join(', ')}`,
);

/**
 * What selects samples of a call; a page token is bound to it. Both are Twilio's.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-metrics-resource
 */
export const METRIC_FILTERS = {
  Edge: described(
    FILTERS.Edge,
    'Samples of this edge of the call. Without it, of the edge that Twilio lists by default; all is every edge.',
  ),
  Direction: {
    member: 'direction',
    read: DIRECTION,
    schema: { enum: METRIC_DIRECTIONS },
    description: 'Samples of this direction, as the edge sees it. The SDK has both in one sample.',
  },
} as const;
