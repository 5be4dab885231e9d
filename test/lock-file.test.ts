import { expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import lock from '../package-lock.json' with { type: 'json' };

interface Locked {
  version?: string;
  integrity?: string;
  inBundle?: boolean;
  link?: boolean;
  resolved?: string;
  hasInstallScript?: boolean;
  os?: string | string[];
  cpu?: string | string[];
  bin?: Record<string, string>;
}

const { '': _project, 'build/toolchain': _toolchain, ...packages } = lock.packages as Record<string, Locked>;
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

it('whatever is installed is known by its hash', () => {
  const unknown = Object.entries(packages).filter(
    ([, { integrity, inBundle }]) => integrity === undefined && !inBundle,
  );
  // A folder of this project.
  expect(unknown).toEqual([
    ['node_modules/voice-insights-sink-toolchain', { resolved: 'build/toolchain', link: true }],
  ]);
});

it('no package runs a script when it is installed, but those that were looked at', () => {
  const names = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript ? [nameOf(path)] : [],
  );
  // Playwright's is on a Mac only.
  expect([...new Set(names)].filter((name) => name !== 'fsevents').sort()).toEqual(
    Object.keys(manifest.allowScripts).sort(),
  );
});

it('the Node that runs the scripts is one of them, on each kind of machine', () => {
  const nodes = Object.values(packages).filter(({ bin }) => bin?.node !== undefined);
  expect(nodes.map(({ os, cpu }) => `${os} ${cpu}`).sort()).toEqual([
    'darwin arm64',
    'darwin x64',
    'linux arm64',
    'linux x64',
  ]);
  for (const { version } of nodes) expect(Number.parseInt(version ?? '', 10)).toBeGreaterThanOrEqual(24);
});
