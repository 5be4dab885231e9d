import fc from 'fast-check';
import { describe, it } from 'vitest';
import { isNightly } from '../nightly.ts';
import { SMALL_RECORDS } from './corpus.ts';
import { hostileRecord } from './generator.ts';
import { expectAnswerOrReason } from './ingest-hostile.ts';

describe('a hostile record is a row, or set aside with its reason, and harms no other:', () => {
  it.each(SMALL_RECORDS)('$what', async ({ data }) => {
    await expectAnswerOrReason(data);
  });

  it('whatever is put into a real event, and however its bytes are damaged', async () => {
    await fc.assert(
      fc.asyncProperty(hostileRecord, async (data) => void (await expectAnswerOrReason(data))),
      { numRuns: isNightly ? 1_000 : 300 },
    );
  });
});
