import { parquetMetadataAsync } from 'hyparquet';
import type { ObjectBytes } from './archive-store.ts';
import { FOOTER_BYTES } from './parquet.ts';

/** What an object says of its rows without any of them being read. */
export interface Footer {
  rows: number;
  /** The latest time of a column, epoch ms; undefined where it has none. */
  latest(column: string): number | undefined;
}

/** @throws ObjectGone where the object is not there any more */
export async function readFooter(file: ObjectBytes): Promise<Footer> {
  const metadata = await parquetMetadataAsync(file, { initialFetchSize: FOOTER_BYTES });
  return {
    rows: Number(metadata.num_rows),
    latest(column) {
      const times = metadata.row_groups.flatMap(({ columns }) =>
        columns
          .filter(({ meta_data }) => meta_data?.path_in_schema[0] === column)
          .flatMap(({ meta_data }) => meta_data?.statistics?.max_value ?? [])
          .map(Number),
      );
      return times.length === 0 ? undefined : Math.max(...times);
    },
  };
}
