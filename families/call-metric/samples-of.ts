import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { type Result, rejected } from '../../shared/rejection.ts';
import { typeName } from '../event-data.ts';

/** A sample is about half a kilobyte, and a record one megabyte. */
const MAX_SAMPLES = 2_000;
/** Characters of a text that each sample of a list gets. */
const MAX_SHARED_TEXT = 256;
/** Members that such a list can stand in: the first is that of the requests in which SDKs send samples to Twilio. */
const BATCH_MEMBERS = ['payload', 'metrics', 'samples'];

/** What `data` holds. `isList`: several, be it a list of one. */
export interface Samples {
  samples: JsonObject[];
  isList: boolean;
}

/**
 * The samples in `data`. Twilio documents one; its SDKs collect ten before they send them, so a list is read too, and an
 * object that holds one: then each sample has the object's own members where it says nothing itself, the first one all of
 * them and the others those that are short, since so many copies of the rest could be more than a function holds.
 */
export function samplesOf(data: unknown): Result<Samples> {
  if (isJsonObject(data)) {
    const member = BATCH_MEMBERS.find((name) => isListOfObjects(data[name]));
    if (member === undefined) return { ok: true, value: { samples: [data], isList: false } };
    const { [member]: batch, ...shared } = data;
    return allOf(batch, `data.${member}`, shared);
  }
  return Array.isArray(data)
    ? allOf(data, 'data', {})
    : rejected('no-data', `data: expected a sample or a list of them, found ${typeName(data)}`);
}

function withShared(samples: readonly JsonObject[], shared: JsonObject): JsonObject[] {
  const short = Object.fromEntries(Object.entries(shared).filter(([, value]) => isShort(value)));
  return samples.map((sample, index) => ({ ...(index === 0 ? shared : short), ...sample }));
}

function isShort(value: unknown): boolean {
  return typeof value === 'string' ? value.length <= MAX_SHARED_TEXT : typeof value !== 'object';
}

function isListOfObjects(value: unknown): value is JsonObject[] {
  return Array.isArray(value) && value.length > 0 && value.every(isJsonObject);
}

function allOf(list: unknown, where: string, shared: JsonObject): Result<Samples> {
  if (!Array.isArray(list) || list.length === 0) {
    return rejected('no-data', `${where}: expected a sample or a list of them, found an empty list`);
  }
  if (list.length > MAX_SAMPLES) {
    return rejected('too-many-events', `${where}: a list of ${list.length} samples, of ${MAX_SAMPLES} allowed`);
  }
  const wrong = list.findIndex((sample) => !isJsonObject(sample));
  if (wrong !== -1)
    return rejected('no-data', `${where}[${wrong}]: expected an object, found ${typeName(list[wrong])}`);
  return { ok: true, value: { samples: withShared(list, shared), isList: true } };
}
