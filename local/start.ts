import { runPipeline } from './run-pipeline.ts';

await runPipeline(process.env);
