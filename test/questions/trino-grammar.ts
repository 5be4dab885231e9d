import { build } from 'esbuild';

/** What is wrong with a statement by the grammar of Trino, which is Athena's; empty where nothing is. */
export type Grammar = (sql: string) => string[];

/** The package has no modules that Node.js can load: they are bundled first, which takes half a second. */
export async function trinoGrammar(): Promise<Grammar> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';",
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  const code = Buffer.from(outputFiles[0]?.text ?? '').toString('base64');
  const { TrinoSQL } = await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`);
  const parser = new TrinoSQL();
  return (sql) => parser.validate(sql).map(({ message }: { message: string }) => message);
}
