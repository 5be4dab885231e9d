import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

const ROOT = path.join(import.meta.dirname, '..');
const NODE = 'node:*';

interface Room {
  /** Other rooms. A room may always import itself. */
  rooms: string[];
  /** Packages; `node:*` for what Node.js brings. Undefined for any that package.json names. */
  packages?: string[];
}

/** What may import what. A folder that is in none of these is in no room. */
const ROOMS: Record<string, Room> = {
  shared: { rooms: [], packages: ['zod', NODE] },
  'lambda/store': { rooms: ['shared'], packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/core'] },
  families: { rooms: ['shared', 'lambda/store'], packages: ['zod'] },
  'lambda/read': { rooms: ['shared', 'families', 'lambda/store'], packages: ['@aws-sdk/client-dynamodb'] },
  // What people say of calls.
  'lambda/annotations': {
    rooms: ['shared', 'families', 'lambda/store'],
    packages: ['@aws-sdk/client-dynamodb'],
  },
  // What the page keeps: no call's.
  'lambda/page': { rooms: ['shared', 'lambda/store'], packages: ['@aws-sdk/client-dynamodb', NODE] },
  'lambda/quarantine': { rooms: ['shared'], packages: ['@aws-sdk/client-s3', NODE] },
  'lambda/ingest': {
    rooms: ['shared', 'families', 'lambda/store', 'lambda/quarantine'],
    packages: [
      '@aws-lambda-powertools/logger',
      '@aws-lambda-powertools/metrics',
      '@aws-sdk/client-s3',
      'aws-lambda',
      'p-limit',
      NODE,
    ],
  },
  // Rows of the archive in files, and where files lie.
  'lambda/archive': {
    rooms: ['shared', 'families', 'lambda/ingest'],
    packages: [
      '@aws-lambda-powertools/logger',
      '@aws-lambda-powertools/metrics',
      '@aws-sdk/client-s3',
      'aws-lambda',
      'hyparquet',
      'hyparquet-writer',
      'p-limit',
      NODE,
    ],
  },
  // Small files into large ones, and what must not come back out of them.
  'lambda/merge': {
    rooms: ['shared', 'families', 'lambda/archive'],
    packages: [
      '@aws-lambda-powertools/logger',
      '@aws-lambda-powertools/metrics',
      '@aws-sdk/client-s3',
      'aws-lambda',
      'hyparquet',
      NODE,
    ],
  },
  // Answers of Athena.
  'lambda/query': { rooms: ['shared'], packages: ['@aws-sdk/client-athena'] },
  // What operators ask, in SQL.
  questions: { rooms: ['shared', 'families'], packages: [] },
  'lambda/bundled': { rooms: [], packages: ['@aws-sdk/credential-provider-env', 'zod'] },
  'lambda/api': {
    rooms: [
      'shared',
      'families',
      'questions',
      'lambda/store',
      'lambda/read',
      'lambda/annotations',
      'lambda/page',
      'lambda/query',
    ],
    packages: [
      '@aws-lambda-powertools/logger',
      '@aws-lambda-powertools/metrics',
      '@aws-sdk/client-secrets-manager',
      'aws-lambda',
      'hono',
      'zod',
      NODE,
    ],
  },
  'lambda/watch': {
    rooms: ['shared', 'families', 'lambda/store', 'lambda/read', 'lambda/page'],
    packages: ['@aws-lambda-powertools/logger', '@aws-sdk/client-sns', NODE],
  },
  // The functions are named as entry paths only.
  infra: {
    rooms: ['shared', 'families', 'questions'],
    packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/client-cloudformation', 'aws-cdk-lib', 'constructs', 'zod', NODE],
  },
  samples: { rooms: ['shared', 'families', 'lambda/store'], packages: ['aws-lambda'] },
  twilio: { rooms: ['shared', 'families'], packages: ['twilio', NODE] },
  // What only a person runs, without a terminal.
  operations: {
    rooms: [
      'shared',
      'families',
      'lambda/store',
      'lambda/read',
      'lambda/quarantine',
      'lambda/ingest',
      'lambda/archive',
      'lambda/merge',
      'lambda/query',
      'twilio',
    ],
    packages: [
      '@aws-sdk/client-athena',
      '@aws-sdk/client-cloudformation',
      '@aws-sdk/client-cloudwatch',
      '@aws-sdk/client-dynamodb',
      '@aws-sdk/client-iam',
      '@aws-sdk/client-kinesis',
      '@aws-sdk/client-lambda',
      '@aws-sdk/client-s3',
      '@smithy/node-http-handler',
      'aws-lambda',
      'p-limit',
      'twilio',
      'zod',
      NODE,
    ],
  },
  local: {
    rooms: [
      'shared',
      'families',
      'lambda/store',
      'lambda/read',
      'lambda/quarantine',
      'lambda/ingest',
      'lambda/archive',
      'lambda/merge',
      'lambda/query',
      'lambda/annotations',
      'lambda/page',
      'lambda/watch',
      'lambda/api',
      'operations',
      'samples',
      'web/bundle',
    ],
    packages: [
      '@aws-sdk/client-dynamodb',
      '@duckdb/node-api',
      '@aws-sdk/client-kinesis',
      '@hono/node-server',
      '@smithy/node-http-handler',
      'aws-lambda',
      'classic-level',
      'dynalite',
      'hono',
      'kinesalite',
      'zod',
      NODE,
    ],
  },
  // What makes the page, before what is in it: a file is in the first room that fits.
  'web/bundle': { rooms: [], packages: ['esbuild', NODE] },
  // Of the API only the shape of its answers, see below.
  web: { rooms: ['shared', 'families', 'lambda/api'], packages: ['preact'] },
  cli: {
    rooms: [
      'shared',
      'families',
      'questions',
      'lambda/store',
      'lambda/read',
      'lambda/quarantine',
      'lambda/ingest',
      'lambda/archive',
      'lambda/merge',
      'lambda/query',
      'lambda/annotations',
      'local',
      'operations',
      'twilio',
    ],
    packages: [
      '@aws-sdk/client-athena',
      '@aws-sdk/client-kinesis',
      '@aws-sdk/client-lambda',
      '@aws-sdk/client-s3',
      'cli-progress',
      'commander',
      'p-limit',
      'string-width',
      NODE,
    ],
  },
  // What makes the package of the sources.
  build: { rooms: ['infra', 'web/bundle'], packages: ['esbuild', NODE] },
  // The pages of docs/ that are made from the code.
  reference: {
    rooms: ['shared', 'families', 'questions', 'infra', 'local', 'cli'],
    packages: ['commander', 'zod', NODE],
  },
  bench: {
    rooms: [
      'shared',
      'families',
      'questions',
      'lambda/store',
      'lambda/read',
      'lambda/ingest',
      'lambda/archive',
      'lambda/merge',
      'lambda/api',
      'build',
      'local',
      'samples',
    ],
  },
  // A proof looks at everything; nothing looks at a proof.
  test: {
    rooms: [
      'shared',
      'families',
      'questions',
      'lambda/store',
      'lambda/read',
      'lambda/quarantine',
      'lambda/ingest',
      'lambda/archive',
      'lambda/bundled',
      'lambda/merge',
      'lambda/query',
      'lambda/annotations',
      'lambda/page',
      'lambda/watch',
      'lambda/api',
      'infra',
      'samples',
      'twilio',
      'operations',
      'local',
      'web/bundle',
      'web',
      'cli',
      'reference',
      'build',
      'bench',
    ],
  },
};

// Of `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')` and `import.meta.resolve('x')`.
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|\bimport\.meta\.resolve\(\s*)(['"])([\w@./:-]+)\1/g;
const IN_A_TEXT = /`[^`]*`/g;
const COMMENT_LINE = /^\s*(?:\/\/|\/\*|\*).*$/gm;

const FOLDERS = [...new Set(Object.keys(ROOMS).map((room) => room.split('/', 1)[0]))].join();
const filesOf = (endings: string) =>
  globSync(`{${FOLDERS}}/**/*.{${endings}}`, { cwd: ROOT }).map((file) => file.replaceAll('\\', '/'));
const files = filesOf('ts,tsx');
const importsOf = new Map(files.map((file) => [file, importsIn(file)]));

function importsIn(file: string): string[] {
  // What stands in a text is no import of its file: the harness of the page writes a bundle's.
  const text = readFileSync(path.join(ROOT, file), 'utf8').replace(COMMENT_LINE, '').replace(IN_A_TEXT, '');
  return [...text.matchAll(IMPORT)].map(([, , name = '']) =>
    name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name,
  );
}

function isFile(name: string): boolean {
  return /^[^@:]+\.(ts|tsx|json|css)$/.test(name);
}

/** A document of the project itself, which has no room. */
function isOfRoot(name: string): boolean {
  return /^[\w-]+\.json$/.test(name);
}

function roomOf(file: string): string | undefined {
  return Object.keys(ROOMS).find((room) => file.startsWith(`${room}/`));
}

/** `zod` of `zod/mini`, `@a/b` of `@a/b/c`, and one name for all of Node.js. */
function packageOf(name: string): string {
  if (name.startsWith('node:') || builtinModules.includes(name)) return NODE;
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

/** Each import that `isAllowed` does not allow, as `file → import`. */
function forbidden(isAllowed: (file: string, name: string) => boolean): string[] {
  return [...importsOf].flatMap(([file, names]) =>
    names.filter((name) => !isAllowed(file, name)).map((name) => `${file} → ${name}`),
  );
}

describe('the rooms', () => {
  it('are all read', () => {
    expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(ROOMS).sort());
    expect(importsOf.get('families/call-event/keys.ts')).toEqual([
      'shared/json.ts',
      'families/call-event/call-event.ts',
    ]);
    expect(importsOf.get('lambda/ingest/handler.ts')).toContain('lambda/ingest/ingest.ts');
  });

  it('import each other in one direction', () => {
    const wrong = forbidden((file, name) => {
      const [from, to] = [roomOf(file), roomOf(name)];
      if (!isFile(name) || from === undefined) return true;
      return isOfRoot(name) || (to !== undefined && (to === from || ROOMS[from]?.rooms.includes(to) === true));
    });
    expect(wrong).toEqual([]);
  });

  it('allow no way back', () => {
    const reach = (room: string, seen: string[] = []): string[] =>
      (ROOMS[room]?.rooms ?? []).flatMap((next) =>
        seen.includes(next) ? [next] : [next, ...reach(next, [...seen, room])],
      );
    // The page has the shape of the API's answers, the API has no page: it serves what was bundled.
    expect(Object.keys(ROOMS).filter((room) => reach(room).includes(room))).toEqual([]);
  });

  it('use the packages that are theirs', () => {
    const wrong = forbidden((file, name) => {
      if (isFile(name)) return true;
      const { packages } = ROOMS[roomOf(file) ?? ''] ?? {};
      return packages?.includes(packageOf(name)) ?? true;
    });
    expect(wrong).toEqual([]);
  });

  it('may import nothing that they do without', () => {
    const idle = Object.entries(ROOMS).flatMap(([room, { rooms, packages = [] }]) => {
      const used = new Set(files.filter((file) => roomOf(file) === room).flatMap((file) => importsOf.get(file) ?? []));
      const names = new Set([...used].map((name) => (isFile(name) ? roomOf(name) : packageOf(name))));
      return [...rooms, ...packages].filter((name) => !names.has(name)).map((name) => `${room} → ${name}`);
    });
    expect(idle).toEqual([]);
  });

  it('use no package that package.json does not name', () => {
    const { dependencies, optionalDependencies, devDependencies } = packageJson;
    const named = new Set(Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies }));
    const wrong = forbidden((_file, name) => {
      const used = packageOf(name);
      return isFile(name) || used === NODE || named.has(used) || named.has(`@types/${used}`);
    });
    expect(wrong).toEqual([]);
  });

  it('have nothing of the API in the page but types', () => {
    const wrong = files
      .filter((file) => roomOf(file) === 'web')
      .filter((file) => {
        const text = readFileSync(path.join(ROOT, file), 'utf8');
        return /import (?!type )[^;]*from '[^']*lambda\/api\//.test(text);
      });
    expect(importsOf.get('web/api-client.ts')).toContain('lambda/api/answers.ts');
    expect(wrong).toEqual([]);
  });

  it('read and print nothing on a terminal where several rooms use them', () => {
    const TERMINAL = /\bconsole\.|\bprocess\.(?:stdout|stderr|stdin|argv|exit)|\bstyleText\b|node:readline/;
    const readsOrPrints = (file: string) => TERMINAL.test(readFileSync(path.join(ROOT, file), 'utf8'));
    const silent = /^(?:shared|families|lambda|samples|twilio|operations)\//;
    expect(files.filter((file) => silent.test(file) && readsOrPrints(file))).toEqual([]);
    expect(readsOrPrints('cli/output.ts')).toBe(true);
  });

  it('never import a handler, which builds its clients when it is loaded', () => {
    expect(forbidden((file, name) => !/^lambda\/.*handler\.ts$/.test(name) || roomOf(file) === 'test')).toEqual([]);
  });
});

describe('the source', () => {
  const source = filesOf('ts,tsx,css,html').filter((file) => roomOf(file) !== 'test');
  const lines = new Map(source.map((file) => [file, readFileSync(path.join(ROOT, file), 'utf8').split('\n').length]));

  it('has no file of over 250 lines that is not data or style', () => {
    const isCode = (file: string) => !/\.css$|^shared\/error-codes\.ts$/.test(file);
    expect([...lines].filter(([file, count]) => count > 250 && isCode(file))).toEqual([]);
  });

  it('has no room that is a third of it', () => {
    const all = [...lines.values()].reduce((sum, count) => sum + count, 0);
    const inFolder = (folder: string) =>
      [...lines].reduce((sum, [file, count]) => sum + (file.startsWith(`${folder}/`) ? count : 0), 0);
    expect(FOLDERS.split(',').filter((folder) => inFolder(folder) > all / 3)).toEqual([]);
  });
});

describe('the files', () => {
  it('import nothing that leads back to them', () => {
    expect(files.flatMap((file) => cycleFrom(file, [file]) ?? [])).toEqual([]);
  });

  it('import files that are there, by their whole names', () => {
    const all = new Set([...filesOf('ts,tsx,json'), ...globSync('*.json', { cwd: ROOT })]);
    expect(
      forbidden((_file, name) =>
        roomOf(name) === undefined && !isOfRoot(name) ? !name.startsWith('.') : all.has(name),
      ),
    ).toEqual([]);
  });

  it('are named after what is in them', () => {
    const names = files.map((file) => path.basename(file).replace(/(\.d)?\.tsx?$/, ''));
    expect(names.filter((name) => /^(utils?|helpers?|common|misc|index)$/.test(name))).toEqual([]);
  });
});

const checked = new Set<string>();

/** The way from a file back to one that is on the way to it. */
function cycleFrom(file: string, way: string[]): string | undefined {
  if (checked.has(file)) return undefined;
  for (const name of importsOf.get(file) ?? []) {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name].join(' → ');
    const cycle = cycleFrom(name, [...way, name]);
    if (cycle !== undefined) return cycle;
  }
  checked.add(file);
  return undefined;
}
