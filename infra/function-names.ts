/** The functions of the pipeline, by the rooms their code is of. */
export const FUNCTIONS = ['ingest', 'api', 'watch', 'archive', 'merge'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];
