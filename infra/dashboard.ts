import { AlarmStatusWidget, Dashboard, GraphWidget, type IMetric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { RunbookAlarm } from './alarms.ts';
import type { ArchiveSignals } from './archive-signals.ts';
import type { Signals } from './signals.ts';

export interface PipelineDashboardProps {
  readonly signals: Signals;
  readonly alarms: readonly RunbookAlarm[];
  /** Of the function that looks at alerts, where there is one. */
  readonly watchErrors?: IMetric;
  /** Of the archive, where there is one. */
  readonly archive?: ArchiveSignals;
}

const WIDTH = 24;

/** The pipeline at a glance: the alarms, what to do about each, and what they are made of. */
export class PipelineDashboard extends Construct {
  constructor(scope: Construct, id: string, { signals, alarms, watchErrors, archive }: PipelineDashboardProps) {
    super(scope, id);

    new Dashboard(this, 'Dashboard', {
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', width: WIDTH, alarms: alarms.map(({ alarm }) => alarm) })],
        [new TextWidget({ width: WIDTH, height: 8, markdown: whatToDo(alarms) })],
        row(
          graph('Records received', [signals.incomingRecords]),
          graph('Events by level', signals.eventsByLevel),
          graph('Error events', [signals.callErrors]),
        ),
        ...rowsOfCalls(signals.calls),
        row(
          graph('Ingest lag, ms', [signals.ingestLag]),
          graph('Iterator age, ms', [signals.iteratorAge]),
          graph('Ingest duration, ms', [signals.ingestDuration]),
        ),
        row(
          graph('Ingest: errors, throttles, unread records', [
            signals.ingestErrors,
            signals.ingestThrottles,
            signals.recordsUnread,
          ]),
          graph('Records quarantined', [signals.recordsQuarantined]),
          graph('Records retried, abandoned, dropped', [
            signals.recordsRetried,
            signals.eventsGivenUp,
            signals.eventsDropped,
            signals.destinationRefusals,
          ]),
        ),
        row(
          graph('Stream: reads, refused writes', [signals.streamReads, signals.streamWriteThrottles]),
          graph('Tables: throttles', [signals.tableThrottles]),
          graph('Indexes: throttles', [signals.indexThrottles]),
        ),
        row(
          graph('Events that arrived a day or more late', [signals.eventsBehind]),
          graph('Clocks ahead, ms', [signals.clocksAhead]),
          graph('Clocks behind by a day or more, ms', [signals.clocksBehind]),
        ),
        ...(signals.api === undefined ? [] : [rowOfApi(signals.api)]),
        ...(archive === undefined ? [] : [rowOfArchive(archive)]),
        ...(watchErrors === undefined ? [] : [row(graph('Alerts of saved views: errors', [watchErrors]))]),
      ],
    });
  }
}

function rowsOfCalls(calls: Signals['calls']): GraphWidget[][] {
  return [
    row(
      graph('Finished calls by state', calls.byState),
      graph('Tags of finished calls, by media edge', [calls.tags]),
      graph('Failed or tagged calls, %', [calls.badShare]),
    ),
    row(
      graph('Post-dial delay, ms', calls.postDialDelays),
      graph('MOS of what the SDK received', calls.scores),
      graph('Summaries worse than the stored one', [calls.superseded]),
    ),
  ];
}

function rowOfApi(api: NonNullable<Signals['api']>): GraphWidget[] {
  return row(
    graph('Read API: requests, errors, refused share in %', [api.requests, api.errors, api.failures, api.refusedShare]),
    graph('Read API: latency, ms', [api.latency]),
    graph('Read API: wrong credentials', [api.authenticationFailures]),
  );
}

function rowOfArchive(archive: ArchiveSignals): GraphWidget[] {
  return row(
    graph('Archive: rows, errors, abandoned records', [archive.rowsArchived, archive.errors, archive.givenUp]),
    graph('Archive: iterator age, ms', [archive.iteratorAge]),
    graph('Archive: merges, days left unmerged', [archive.merges, archive.daysUnmerged]),
  );
}

function row(...widgets: GraphWidget[]): GraphWidget[] {
  return widgets;
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: WIDTH / 3, leftYAxis: { min: 0 } });
}

/** The alarm is a link within the console; its section of the runbook is one where the runbook has a URL. */
function whatToDo(alarms: readonly RunbookAlarm[]): string {
  const rows = alarms.map(
    ({ alarm, name, runbook }) => `| [${name}](#alarmsV2:alarm/${alarm.alarmName}) | ${section(runbook)} |`,
  );
  return ['| alarm | what to do |', '|---|---|', ...rows].join('\n');
}

function section(runbook: string): string {
  return runbook.startsWith('http') ? `[${runbook}](${runbook})` : `\`${runbook}\``;
}
