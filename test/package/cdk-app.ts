/** Files of an app as a person would write them, by their names. */
export const APPS = {
  // The construct in three lines.
  'app.mts': `
    import { App, Duration, Stack } from 'aws-cdk-lib';
    import { VoiceInsightsSink } from 'voice-insights-sink';
    const app = new App({ outdir: 'app.out' });
    const sink = new VoiceInsightsSink(new Stack(app, 'Calls'), 'Sink', {
      api: true,
      archive: true,
      retention: Duration.days(90),
    });
    sink.ingestFunction.addEnvironment('COLOUR', 'blue');
    app.synth();
  `,
  // A wrapper of one's own.
  'wrapper.mts': `
    import { Stack } from 'aws-cdk-lib';
    import { type Level, VoiceInsightsSink, type VoiceInsightsSinkProps } from 'voice-insights-sink';
    const levels: Level[] = ['ERROR'];
    export const ours = (stack: Stack, id: string, props: VoiceInsightsSinkProps) =>
      new VoiceInsightsSink(stack, id, { indexedLevels: levels, ...props });
  `,
  // As cdk init makes an app: CommonJS.
  'common.cts': `
    import { App, Stack } from 'aws-cdk-lib';
    import { VoiceInsightsSink } from 'voice-insights-sink';
    const app = new App({ outdir: 'common.out' });
    new VoiceInsightsSink(new Stack(app, 'Calls'), 'Sink');
    app.synth();
  `,
  // A mistake in each line.
  'wrong.mts': `
    import { Stack } from 'aws-cdk-lib';
    import { VoiceInsightsSink } from 'voice-insights-sink';
    new VoiceInsightsSink(new Stack(), 'Number', { retention: 90 });
    new VoiceInsightsSink(new Stack(), 'Spelling', { retention_days: 90 });
    new VoiceInsightsSink(new Stack(), 'Level', { indexedLevels: ['LOUD'] });
    new VoiceInsightsSink(new Stack(), 'Member').ingest_function;
  `,
};
