import { globOf, MACROS, quoted } from './duckdb-views.ts';
import { embeddedPackage } from './embedded-package.ts';

/** Modest, since the pipeline runs on the same machine. */
const LIMITS = { threads: '2', memory_limit: '1GB', temp_directory: '' };

/**
 * A database in memory for questions that others write: it reads the files of a folder and no other, loads nothing from
 * the network, and none of that can be changed any more.
 * @param folder absolute
 * @see https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
 * @throws LocalError where the package is missing
 */
export async function openDuckDb(folder: string) {
  const api = await embeddedPackage('@duckdb/node-api', () => import('@duckdb/node-api'));
  const instance = await api.DuckDBInstance.create(':memory:', LIMITS);
  const connection = await instance.connect();
  // As a pattern too: what it stands for is looked up under the pattern's own path.
  const allowed = [...new Set([folder, globOf(folder)])].map((directory) => quoted(`${directory}/`));
  const statements = [
    ...MACROS,
    `SET allowed_directories = [${allowed.join(', ')}]`,
    'SET autoinstall_known_extensions = false',
    'SET autoload_known_extensions = false',
    // Without GLOBAL it is that of this connection alone, and each question has one of its own.
    "SET GLOBAL TimeZone = 'UTC'",
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  return { api, instance };
}
