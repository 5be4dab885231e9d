import module from 'node:module';
import path from 'node:path';

// Before anything else is loaded. In a folder of its own, not in the one of all users; where it cannot be written to,
// all is compiled anew. https://nodejs.org/api/module.html#module-compile-cache
module.enableCompileCache?.(path.resolve(import.meta.dirname, '../node_modules/.cache/voice-insights'));

const { guardOutputs, note } = await import('./output.ts');
guardOutputs();
const { explain } = await import('../operations/explain.ts');
// What nobody awaited is told like everything else.
process.on('uncaughtException', (error) => {
  note(explain(error));
  process.exit(1);
});
const { run } = await import('./program.ts');
const exitCode = await run(process.argv.slice(2));
if (exitCode !== undefined) process.exitCode = exitCode;
