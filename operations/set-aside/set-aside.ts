/**
 * Everything that is set aside, for those who repair it: objects by their keys, in the layout of `BUCKET_PREFIX`.
 * Ingest has no part in it: this can move and remove, and ingest never does.
 */
export interface SetAside {
  /** Keys that start so, which is a folder with its slash; in order, and those behind `after` only. */
  keys(prefix: string, after?: string): AsyncGenerator<string>;
  /** The text of an object; undefined where there is none. */
  get(key: string): Promise<string | undefined>;
  /** Replaces the object, or makes it. */
  put(key: string, text: string): Promise<void>;
  /** Byte for byte. The new object is whole before the old one goes; killed in between, both are there. */
  move(from: string, to: string): Promise<void>;
  /** Nothing happens where there is none. */
  remove(key: string): Promise<void>;
}
