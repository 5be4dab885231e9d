import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { keepDeclarationsOf } from '../../build/declarations.ts';

let folder = '';
afterEach(() => rmSync(folder, { recursive: true }));

it('of the declarations those stay that the entry leads to, and of the rest of the files all', () => {
  folder = mkdtempSync(path.join(tmpdir(), 'voice-insights-sink-declarations-'));
  const files = {
    'infra/sink.d.ts': `import type { Props } from './props.ts';\nimport type { Stack } from 'aws-cdk-lib';`,
    'infra/props.d.ts': `export { Level } from '../shared/level.ts';\ntype Time = import("../shared/time.ts").Time;`,
    'infra/other.d.ts': `import type { Props } from './props.ts';`,
    'infra/other.js': '',
    'shared/level.d.ts': `import type { Props } from '../infra/props.ts';`,
    'shared/time.d.ts': '',
    'shared/text.d.ts': '',
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  keepDeclarationsOf('infra/sink.d.ts', folder);
  expect(globSync('**/*.*', { cwd: folder }).sort()).toEqual([
    'infra/other.js',
    'infra/props.d.ts',
    'infra/sink.d.ts',
    'shared/level.d.ts',
    'shared/time.d.ts',
  ]);
});
