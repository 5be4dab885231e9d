import type { Explained } from '../../shared/trouble.ts';

/** Of Athena's reasons those that say: it cannot make sense of the files, or they are not what the table says. */
const UNREADABLE =
  /HIVE_BAD_DATA|HIVE_CURSOR_ERROR|HIVE_CANNOT_OPEN_SPLIT|HIVE_FILESYSTEM_ERROR|HIVE_PARTITION_SCHEMA_MISMATCH|GENERIC_INTERNAL/;

/** What Athena's reason means where it is about the files of the archive, which no other question cures. */
export function unreadableFiles(reason: string): Required<Explained> | undefined {
  if (!UNREADABLE.test(reason)) return undefined;
  return {
    says: `Athena cannot read the files of the archive: ${reason}`,
    cure: 'see "Athena cannot read the archive" in docs/runbook.md',
  };
}
