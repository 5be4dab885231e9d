import type { ItemWriter } from '../lambda/store/item-writer.ts';

/** The other half of a writer, in tests of rows without a guard. */
export const ONLY_PUTS: Pick<ItemWriter, 'putGuarded'> = {
  async putGuarded({ key }) {
    throw new Error(`a guarded row, which this test has none of: ${key}`);
  },
};
