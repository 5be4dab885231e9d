import { type ArchiveObject, type ArchiveStore, type ObjectBytes, ObjectGone } from './archive-store.ts';

/** An object that is no Parquet, or none that this version can write again without losing anything. It is left alone. */
export class UnreadableObject extends Error {
  readonly key: string;
  /** Without its key. */
  readonly problem: string;

  constructor(key: string, problem: string, options?: ErrorOptions) {
    super(`${key}: ${problem}`, options);
    this.key = key;
    this.problem = problem;
  }
}

/**
 * Reads a part of an object as Parquet.
 * @throws UnreadableObject where it is none, and what the store throws as it is
 */
export async function readParquet<Value>(
  object: Pick<ArchiveObject, 'key' | 'bytes'>,
  store: Pick<ArchiveStore, 'open'>,
  read: (file: ObjectBytes) => Promise<Value>,
): Promise<Value> {
  const { file, unreadable } = watched(object, store);
  try {
    return await read(file);
  } catch (error) {
    throw unreadable(error);
  }
}

/** The same of what is read bit by bit. What its consumer throws is thrown as it is. */
export async function* eachInParquet<Value>(
  object: Pick<ArchiveObject, 'key' | 'bytes'>,
  store: Pick<ArchiveStore, 'open'>,
  read: (file: ObjectBytes) => AsyncGenerator<Value>,
): AsyncGenerator<Value> {
  const { file, unreadable } = watched(object, store);
  const values = read(file);
  try {
    for (;;) {
      const next = await values.next().catch((error) => {
        throw unreadable(error);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await values.return(undefined);
  }
}

/** The bytes of an object, and what a reader of them says of it where the store is not at fault. */
function watched(object: Pick<ArchiveObject, 'key' | 'bytes'>, store: Pick<ArchiveStore, 'open'>) {
  const bytes = store.open(object);
  let isStoreAtFault = false;
  const slice = async (...range: Parameters<ObjectBytes['slice']>) => {
    try {
      return await bytes.slice(...range);
    } catch (error) {
      isStoreAtFault = true;
      throw error;
    }
  };
  const unreadable = (error: unknown) => {
    if (isStoreAtFault || error instanceof UnreadableObject || error instanceof ObjectGone) return error;
    return new UnreadableObject(object.key, problemOf(error, object), { cause: error });
  };
  return { file: { byteLength: bytes.byteLength, slice }, unreadable };
}

/** An empty or torn file is met with an error of offsets, which says nothing to anybody. */
function problemOf(error: unknown, { bytes }: Pick<ArchiveObject, 'bytes'>): string {
  const says = error instanceof Error && !(error instanceof RangeError) ? error.message : 'it is no whole Parquet file';
  return `${bytes === 0 ? 'it is empty' : says}: move it out of the archive`;
}
