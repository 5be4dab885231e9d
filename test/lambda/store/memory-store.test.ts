import { attributesOf } from '../../../samples/builders.ts';
import { createMemoryStore } from '../../memory-store.ts';
import { describeStore, item } from './store-contract.ts';

describeStore('a Map', async () => {
  const store = createMemoryStore();
  return {
    store,
    putRow: async (callSid, sortKey) => {
      const json = JSON.stringify({ call_sid: { S: callSid }, timestamp: { S: sortKey } });
      store.items.set(`${callSid} ${sortKey}`, { ...item(1), json });
    },
    rows: async () => [...store.items.values()].map(attributesOf),
  };
});
