import { createMemoryArchive } from '../../memory-archive.ts';
import { describeArchiveStore } from './store-contract.ts';

describeArchiveStore('in memory', async () => createMemoryArchive({ now: Date.now }));
