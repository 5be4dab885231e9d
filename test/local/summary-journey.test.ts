import { afterAll, beforeAll, expect, it } from 'vitest';
import { CALL_SID } from '../../samples/builders.ts';
import { CALLER, summaryEvent } from '../../samples/call-summary.ts';
import { type RunningPipeline, runPipeline } from './running-pipeline.ts';

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await runPipeline();
});
afterAll(() => pipeline.stop());

/** As whoever has the credential of the pipeline. */
async function get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const { api, accountSid, authToken } = pipeline.ready;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const answer = await fetch(`${api}${path}`, { headers: { authorization } });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

it('a summary that is put on the stream is in every answer about its call, and a better one replaces it', async () => {
  const started = new Date(Date.now() - 60_000).toISOString();
  const version = (number: number, state: string) =>
    summaryEvent(
      { id: `EZ${number}`, type: `com.twilio.voice.insights.call-summary.${state === 'complete' ? state : 'partial'}` },
      { start_time: started, created_time: started, processing_version: number, processing_state: state },
    );
  await pipeline.ingest(version(1, 'partial'));
  expect((await get(`/v1/Voice/${CALL_SID}`)).status).toBe(200);
  expect((await get(`/v1/Voice/${CALL_SID}/Summary`)).status).toBe(404);
  expect((await get(`/v1/Voice/${CALL_SID}/Summary?ProcessingState=partial`)).body).toMatchObject({
    call_sid: CALL_SID,
    processing_state: 'partial',
  });
  expect((await get('/v1/Voice/Summaries')).body).toMatchObject({ call_summaries: [] });

  await pipeline.ingest(version(2, 'complete'), version(1, 'partial'));
  expect((await get(`/v1/Voice/${CALL_SID}/Summary`)).body).toMatchObject({ processing_version: 2 });
  for (const query of ['', `?From=${encodeURIComponent(CALLER)}`, '?Tag=silence'])
    expect(callsIn(await get(`/v1/Voice/Summaries${query}`)), query).toEqual(query.includes('Tag') ? [] : [CALL_SID]);
});

function callsIn({ body }: { body: Record<string, unknown> }): unknown[] {
  return (body.call_summaries as { call_sid: string }[]).map(({ call_sid: callSid }) => callSid);
}
