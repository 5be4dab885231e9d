import { expect, it } from 'vitest';
import { METRIC } from '../../shared/metrics.ts';
import { only, stackTemplate } from './template.ts';

const template = stackTemplate({
  stackName: 'Second',
  quietHours: 12,
  errorAlarmThreshold: 5,
  badCallsPercent: 10,
  api: 'on',
  archive: 'on',
});
/** With what is not known before the deployment as `{…}`. */
const { widgets } = JSON.parse(joined(only(template, 'AWS::CloudWatch::Dashboard').Properties.DashboardBody));

function joined(body: unknown): string {
  const [, parts] = (body as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  return parts
    .map((part) => (typeof part === 'string' ? part : `{${Object.values(part as object).flat()[0]}}`))
    .join('');
}

it('shows every alarm, and beside each its section of the runbook', () => {
  const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
  const status = widgets.find(({ type }: { type: string }) => type === 'alarm');
  expect(status.properties.alarms).toHaveLength(alarms.length);
  const { markdown } = widgets.find(({ type }: { type: string }) => type === 'text').properties;
  expect(markdown.split('\n')).toHaveLength(alarms.length + 2);
  for (const id of alarms) expect(markdown).toContain(`](#alarmsV2:alarm/{${id}}) |`);
  expect(markdown).toContain(') | `docs/runbook.md#iterator-age` |');
});

it('draws each signal that an alarm watches, the events by level, the lag and the clocks', () => {
  const metrics = widgets
    .filter(({ type }: { type: string }) => type === 'metric')
    .flatMap(({ properties }: { properties: { metrics: unknown[][] } }) => properties.metrics);
  const drawn = JSON.stringify(metrics);
  const drawnMetrics = metrics.map((metric: unknown[]) =>
    JSON.stringify(metric.filter((part) => typeof part === 'string')),
  );
  const ofAlarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).flatMap(({ Properties }) =>
    Properties.Metrics === undefined
      ? [Properties]
      : Properties.Metrics.flatMap(({ MetricStat }: { MetricStat?: { Metric: object } }) => MetricStat?.Metric ?? []),
  );
  for (const { Namespace, MetricName, Dimensions } of ofAlarms) {
    const dimensions = Dimensions.flatMap(({ Name, Value }: { Name: string; Value: unknown }) => [
      Name,
      typeof Value === 'string' ? Value : `{${Object.values(Value as object).flat()[0]}}`,
    ]);
    expect(drawnMetrics).toContain(JSON.stringify([Namespace, MetricName, ...dimensions]));
  }
  for (const name of [
    METRIC.ingestLag,
    METRIC.eventsBehind,
    METRIC.clockSkew,
    METRIC.clockBehind,
    METRIC.insightsSuperseded,
    METRIC.rowsArchived,
    METRIC.daysUnmerged,
  ])
    expect(drawn).toContain(`["VoiceInsightsSink","${name}","service","Second"`);
  for (const level of ['UNKNOWN', 'DEBUG', 'INFO', 'WARNING', 'ERROR']) {
    expect(drawn).toContain(
      `{VoiceInsightsSink,level,service,type} MetricName=\\\\\\"EventsStored\\\\\\" service=\\\\\\"Second\\\\\\" level=\\\\\\"${level}`.replaceAll(
        '\\\\\\"',
        '\\"',
      ),
    );
  }
});

it('draws finished calls by state, their tags by edge, and how long they took to ring and how they sounded', () => {
  const graphOf = (title: string) =>
    widgets.find(({ properties }: { properties: { title?: string } }) => properties.title === title).properties.metrics;
  const states = graphOf('Finished calls by state').map(([{ expression }]: [{ expression: string }]) => expression);
  expect(states).toContain(
    `SUM(SEARCH('{VoiceInsightsSink,call_state,call_type,service} MetricName="CallsFinished" service="Second" call_state="noanswer"', 'Sum', 300))`,
  );
  expect(states).toHaveLength(8);
  expect(graphOf('Tags of finished calls, by media edge')).toEqual([
    [
      expect.objectContaining({
        label: `\${PROP('Dim.tag')}, \${PROP('Dim.edge')}`,
        expression: `SEARCH('{VoiceInsightsSink,edge,service,tag} MetricName="CallTags" service="Second"', 'Sum', 300)`,
      }),
    ],
  ]);
  const statistics = (title: string) =>
    graphOf(title).map((metric: unknown[]) => [metric[1], (metric.at(-1) as { stat: string }).stat]);
  expect(statistics('Post-dial delay, ms')).toEqual([
    ['PostDialDelay', 'p50'],
    ['PostDialDelay', 'p95'],
  ]);
  expect(statistics('MOS of what the SDK received')).toEqual([
    ['MeanOpinionScore', 'p50'],
    ['MeanOpinionScore', 'p5'],
  ]);
});
