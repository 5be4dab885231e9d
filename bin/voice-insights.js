#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// A clone runs its source, the package what was built of it: nobody has to build before a command.
const pathOf = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const source = pathOf('cli/voice-insights.ts');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

// On Node.js 20 the AWS SDK tells every command what its next versions need: docs/deploy.md says it once.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

if (!existsSync(source)) await import('../dist/cli/voice-insights.js');
else if (process.features.typescript) await import('../cli/voice-insights.ts');
else runSource(pathOf('node_modules/.bin/node'));

/** In the Node.js that `npm ci` installed, where this one reads no TypeScript. */
function runSource(node) {
  if (!existsSync(node)) {
    process.stderr.write('voice-insights needs the packages of this clone: npm ci, then again\n');
    process.exit(1);
  }
  const child = spawn(node, [source, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal tells both. This one waits for what the other makes of it.
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of SIGNALS) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}
