import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import { removeReady, writeReady } from '../../local/ready-file.ts';
import type { LocalSettings } from '../../local/settings.ts';
import { runPipeline } from '../local/running-pipeline.ts';

/** A pipeline that commands find by `--local=PORT`, and a temporary folder in which no other is announced. */
export async function announcePipeline(settings: Partial<LocalSettings> = {}) {
  const temporary = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
  vi.stubEnv('TMPDIR', temporary);
  const pipeline = await runPipeline(settings);
  writeReady(pipeline.ready);
  return {
    ...pipeline,
    temporary,
    async stop() {
      removeReady(pipeline.ready.port);
      await pipeline.stop();
      vi.unstubAllEnvs();
      await rm(temporary, { recursive: true });
    },
  };
}

export type AnnouncedPipeline = Awaited<ReturnType<typeof announcePipeline>>;
