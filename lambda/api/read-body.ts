import type { HonoRequest } from 'hono';
import { badParameter } from './api-error.ts';

/** Whatever is written is less. */
const MAX_BODY_BYTES = 8 * 1024;

/** The JSON of a request's body. @throws ApiError 400 for one that is none, or is larger than 8 KB */
export async function readJsonBody({ raw }: HonoRequest): Promise<unknown> {
  try {
    return JSON.parse(await readText(raw.body));
  } catch (error) {
    if (error instanceof SyntaxError) throw badParameter('The body is not JSON');
    throw error;
  }
}

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/** The fields of a form, as Twilio's resources take them. @throws ApiError 400 for another kind of body, or a larger one */
export async function readFormBody(request: HonoRequest): Promise<URLSearchParams> {
  if (!FORM_TYPE.test(request.header('content-type') ?? '')) {
    throw badParameter('Content-Type: expected application/x-www-form-urlencoded');
  }
  return new URLSearchParams(await readText(request.raw.body));
}

async function readText(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw badParameter(`The body is larger than ${MAX_BODY_BYTES / 1024} KB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
