import { bundleFile } from '../bundles.ts';
import type { Figure } from '../figure.ts';
import { invokeCold } from '../invocation.ts';
import { fullPayload } from '../records.ts';
import { startStub, stubEnvironment } from '../stub-dynamodb.ts';

/** The most memory of a process whose one invocation is as large as Lambda lets it be. */
export async function measure(folder: string): Promise<Figure[]> {
  const stub = await startStub();
  const Records = fullPayload();
  const { answer, maxRssBytes } = await invokeCold(
    bundleFile(folder, 'ingest'),
    { Records },
    stubEnvironment(stub.url),
  );
  stub.stop();
  if (answer !== '{"batchItemFailures":[]}') throw new Error(`ingest answered ${answer}`);
  return [
    { name: 'memory: records of a full payload of 6 MB', value: Records.length, unit: '' },
    { name: 'memory: the most it took', value: maxRssBytes / 1024 ** 2, unit: 'MB', mustHold: { atMost: 256 } },
  ];
}
