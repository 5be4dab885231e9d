import { accountOfCall, toAnnotationResource } from '../../../families/call-summary/annotation.ts';
import { ANNOTATION_PARAMETERS } from '../annotation-parameters.ts';
import { forbidden, notFound } from '../api-error.ts';
import { callPath, callSidOfPath } from '../call-path.ts';
import { firstEventOf } from '../default-edge.ts';
import { NOT_KEPT } from '../json-answer.ts';
import { firstMetricOf } from '../metric-edge.ts';
import { inForm, responses, sidInPath } from '../openapi.ts';
import { readParameters } from '../parameter.ts';
import { readFormBody } from '../read-body.ts';
import { mayRead } from '../reader.ts';
import type { ApiContext, Route, RouteOptions } from '../route.ts';
import { isOfOtherSite } from '../same-origin.ts';

const NOT_KNOWN = '20404: nothing is known of the call, or nothing that this credential may read.';

/**
 * What people say of a call: Twilio's Call Annotation resource. What is said here stays here; the command `annotate`
 * can pass it on.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-annotation-resource
 */
export const annotation: Route = {
  paths: ['/v1/Voice/*'],
  owns: (path) => callSidOfPath(path, 'Annotation') !== undefined,
  methods: ['GET', 'HEAD', 'POST'],
  async answer(context, options) {
    const { annotations, platform } = options;
    const callSid = callSidOfPath(context.req.path, 'Annotation') ?? '';
    const { baseUrl } = platform(context);
    readParameters(new URL(context.req.url).searchParams, {});
    const isSaid = context.req.method === 'POST';
    // A browser that knows the credential adds it to a form of any other site.
    if (isSaid && isOfOtherSite(context.req, baseUrl)) throw forbidden('A page of another site may not write');
    const change = isSaid ? readParameters(await readFormBody(context.req), ANNOTATION_PARAMETERS) : {};
    const call = await callAnnotated(context, options, callSid);
    if (Object.keys(change).length > 0) await annotations.say(callSid, call.accountSid, change);
    const kept = await annotations.of(callSid);
    const place = {
      call_sid: callSid,
      account_sid: call.accountSid,
      url: `${baseUrl}${callPath(callSid, 'Annotation')}`,
    };
    return context.json(toAnnotationResource(place, kept, call.inSummary), 200, NOT_KEPT);
  },
  description: {
    path: '/v1/Voice/{CallSid}/Annotation',
    operation: {
      operationId: 'fetchAnnotation',
      summary: 'What people say of one call.',
      parameters: [sidInPath('CallSid')],
      responses: responses('The annotation, also where nobody said anything.', 'Annotation', NOT_KNOWN),
    },
    post: {
      operationId: 'updateAnnotation',
      summary: 'Say something of one call. What is not sent stays as it is.',
      parameters: [sidInPath('CallSid')],
      requestBody: inForm(ANNOTATION_PARAMETERS),
      responses: {
        ...responses('The annotation as it is now.', 'Annotation', NOT_KNOWN),
        403: { description: '20403: a page of another site asked.' },
      },
    },
  },
};

/**
 * The account of a call, and what its summary says.
 * @throws ApiError 404 where the reader may see nothing of the call
 */
async function callAnnotated(
  context: ApiContext,
  { pages, summaries, metrics, annotations }: RouteOptions,
  callSid: string,
): Promise<{ accountSid: string | undefined; inSummary?: unknown }> {
  const reader = context.get('reader') ?? {};
  const unknown = notFound(callPath(callSid, 'Annotation'));
  const [summary, kept] = await Promise.all([summaries.summaryOf(callSid), annotations.of(callSid)]);
  const data = summary?.event.data;
  const accountSid = accountOfCall(data, kept);
  if (accountSid !== undefined) {
    if (!mayRead(reader, accountSid)) throw unknown;
    return { accountSid, inSummary: data?.annotation };
  }
  // Nobody says whose it is: only whoever reads all accounts sees it.
  if ((summary ?? kept) !== undefined && !mayRead(reader, undefined)) throw unknown;
  const budget = context.get('budget');
  const stored = await firstEventOf(pages, callSid, reader, budget);
  const sample = stored === undefined ? await firstMetricOf(metrics, callSid, reader, budget) : undefined;
  if ((summary ?? kept ?? stored ?? sample) === undefined) throw unknown;
  return { accountSid: accountOfCall(stored?.event.data, sample?.data), inSummary: data?.annotation };
}
