import { vi } from 'vitest';

// Files share a worker: what one left in a module of ours is not there for the next.
vi.resetModules();
