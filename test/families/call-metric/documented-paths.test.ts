import { expect, it } from 'vitest';
import { callMetricSchema } from '../../../families/call-metric/call-metric.ts';
import { DOCUMENTED_PATHS, PERSONAL_PATHS } from '../../../families/call-metric/documented-paths.ts';
import { pathsIn } from '../schema-paths.ts';

it('the paths are those of the schema, each once', () => {
  expect([...DOCUMENTED_PATHS].sort()).toEqual(pathsIn(callMetricSchema()).sort());
});

it('every personal path is a documented one', () => {
  for (const path of PERSONAL_PATHS) expect(DOCUMENTED_PATHS).toContain(path);
});
