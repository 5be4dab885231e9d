/** The functions of the pipeline, by the rooms their code is of. */
export const FUNCTIONS = ['ingest', 'api', 'watch'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];
