import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { expect, it, vi } from 'vitest';
import { createLocalWatch } from '../../local/alerts.ts';
import { listen } from '../../local/embedded-server.ts';
import { cloudEvent, eventId } from '../../samples/builders.ts';
import { systemClock } from '../../shared/clock.ts';
import { runPipeline } from './running-pipeline.ts';

it('a new cause is told to a webhook and kept as a file, with a link to its time', async () => {
  const told: Record<string, unknown>[] = [];
  const webhook = await listen(
    createServer(async (request, answer) => {
      told.push((await json(request)) as Record<string, unknown>);
      answer.end();
    }),
    0,
    'PORT',
  );
  const pipeline = await runPipeline({}, systemClock);
  const { api, accountSid, authToken, quarantine } = pipeline.ready;
  try {
    const saved = await fetch(`${api}/views?Name=Errors`, {
      method: 'PUT',
      headers: {
        authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
        'content-type': 'application/json',
        origin: api,
      },
      body: JSON.stringify({ address: '/?since=1h', alert: { when: 'new-cause', webhook: `${webhook.url}/hook` } }),
    });
    expect(saved.status).toBe(204);
    const anError = (code: number, agoMs: number) =>
      cloudEvent(
        { id: eventId(code) },
        {
          call_sid: `CA${code}`,
          level: 'ERROR',
          timestamp: new Date(Date.now() - agoMs).toISOString(),
          sdk_edge: { error: { code } },
        },
      );
    await pipeline.ingest(anError(31005, 2 * 3_600_000), anError(53405, 1_000));
    const directory = path.join(quarantine, '../alerts');
    const troubles: unknown[] = [];
    const watch = createLocalWatch({
      client: pipeline.table,
      indexedLevels: ['ERROR'],
      directory,
      clock: systemClock,
      onTrouble: (error) => void troubles.push(error),
    });
    await watch();
    await vi.waitFor(() => expect(told).toHaveLength(1));
    expect(troubles).toEqual([]);
    expect(told[0]).toMatchObject({
      stack: 'Local pipeline',
      view: 'Errors',
      when: 'new-cause',
      state: 'begun',
      causes: [{ cause: 'code:53405', error_code: 53405, events: 1, calls: 1 }],
    });
    const link = new URL(String(told[0]?.link));
    expect([link.origin, link.pathname, link.searchParams.get('cause')]).toEqual([api, '/cause', 'code:53405']);
    const [file = ''] = await readdir(directory);
    const mail = JSON.parse(await readFile(path.join(directory, file), 'utf8'));
    expect(mail).toEqual({ subject: 'Alert: Errors (Local pipeline)', text: told[0]?.text });
  } finally {
    await pipeline.stop();
    await webhook.close();
  }
}, 60_000);
