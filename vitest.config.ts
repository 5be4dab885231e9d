import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // On two cores vitest takes one worker; most tests wait for another process or a socket.
    maxWorkers: 2,
    setupFiles: ['test/fail-on-console.ts'],
  },
});
