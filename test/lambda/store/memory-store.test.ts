import { attributesOf } from '../../builders.ts';
import { createMemoryStore } from '../../memory-store.ts';
import { describeStore } from './store-contract.ts';

describeStore('a Map', async () => {
  const store = createMemoryStore();
  return { store, rows: async () => [...store.items.values()].map(attributesOf) };
});
