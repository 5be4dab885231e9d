import { expect, it } from 'vitest';
import { callSummarySchema } from '../../../families/call-summary/call-summary.ts';
import { DOCUMENTED_PATHS, PERSONAL_PATHS } from '../../../families/call-summary/documented-paths.ts';
import { redact } from '../../../families/redact.ts';
import { summaryData } from '../../../samples/call-summary.ts';
import { pathsIn } from '../schema-paths.ts';

it('the paths are those of the schema, each once', () => {
  expect([...DOCUMENTED_PATHS].sort()).toEqual(pathsIn(callSummarySchema()).sort());
});

it('every personal path is a documented one, and hides what it names', () => {
  for (const path of PERSONAL_PATHS) expect(DOCUMENTED_PATHS).toContain(path);
  const data = summaryData({
    from: { city: 'Chicago', ip_address: '198.51.100.7', location: { lat: 41.8, lon: -87.6 } },
  });
  const hidden = JSON.stringify(redact(data, PERSONAL_PATHS));
  expect(hidden).not.toMatch(/5550100|5550101|Chicago|198\.51|41\.8/);
  expect(hidden).toContain('Example Mobile');
});
