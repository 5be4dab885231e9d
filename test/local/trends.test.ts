import { afterAll, beforeAll, expect, it } from 'vitest';
import { TREND_NAMES } from '../../lambda/api/trend-questions.ts';
import { dynamoDbClient, ensureTable, startDynamoDb } from '../../local/embedded-dynamodb.ts';
import type { EmbeddedServer } from '../../local/embedded-server.ts';
import { startReadApi } from '../../local/read-api.ts';
import { ACCOUNT_SID, CONFIG } from '../../samples/builders.ts';
import { systemClock } from '../../shared/clock.ts';
import { archiveFolder } from '../questions/archive-folder.ts';
import { EXPECTED_ANSWERS } from '../questions/expected-answers.ts';
import { SAMPLE_TABLES, SPAN } from '../questions/sample-archive.ts';

let dynamodb: EmbeddedServer;
let api: EmbeddedServer;
let folder: Awaited<ReturnType<typeof archiveFolder>>;
const failures: unknown[] = [];
beforeAll(async () => {
  [dynamodb, folder] = await Promise.all([startDynamoDb({ port: 0 }), archiveFolder(SAMPLE_TABLES)]);
  const client = dynamoDbClient(dynamodb.url);
  await ensureTable(client);
  client.destroy();
  api = await startReadApi({
    settings: {
      port: 0,
      kinesisPort: 0,
      dynamoDbPort: 0,
      playSamples: false,
      accountSid: ACCOUNT_SID,
      authToken: 'token',
      config: CONFIG,
    },
    dynamodb: dynamodb.url,
    archive: folder.directory,
    clock: systemClock,
    onTrouble: (error) => void failures.push(error),
  });
});
afterAll(async () => {
  await api.close();
  await dynamodb.close();
  await folder.remove();
  expect(failures).toEqual([]);
});

it('the local API answers every trend from the folder of the archive', async () => {
  const headers = { authorization: `Basic ${btoa(`${ACCOUNT_SID}:token`)}` };
  for (const name of TREND_NAMES) {
    const days = new URLSearchParams({ Question: name, StartDay: '2026-11-16', EndDay: SPAN.to });
    const answer = await fetch(`${api.url}/v1/Voice/Trends?${days}`, { headers });
    const { columns, rows, scanned_bytes } = JSON.parse(await answer.text());
    expect({ name, status: answer.status, columns: columns?.join(' ') }).toEqual({
      name,
      status: 200,
      columns: EXPECTED_ANSWERS[name]?.columns,
    });
    // Those that compare read the days before, too, and split where the others begin: as in the expected answers.
    const expected = EXPECTED_ANSWERS[name]?.rows ?? [];
    const isCompared = columns.some((column: string) => column.endsWith('_before'));
    if (isCompared) expect(rows).toEqual(expected);
    else expect(rows.length).toBeGreaterThan(0);
    expect(scanned_bytes).toBeGreaterThan(0);
  }
});
