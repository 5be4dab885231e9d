import { describe, expect, it } from 'vitest';
import { EMBEDDED_PACKAGES, embeddedPackage } from '../../local/embedded-package.ts';
import { LocalError } from '../../local/local-error.ts';
import manifest from '../../package.json' with { type: 'json' };

describe('a package of an embedded server', () => {
  it('that is missing is named, with the command that installs it', async () => {
    const missing = 'a-package-that-nobody-has';
    const load = () => import(/* @vite-ignore */ missing);
    await expect(load()).rejects.toMatchObject({ code: 'ERR_MODULE_NOT_FOUND' });
    await expect(embeddedPackage('kinesalite', load)).rejects.toEqual(
      new LocalError('on this machine that needs the package kinesalite: npm install kinesalite@3, then try again'),
    );
  });

  it('that is broken says itself why', async () => {
    const broken = new Error('no native build for this machine');
    await expect(embeddedPackage('classic-level', () => Promise.reject(broken))).rejects.toBe(broken);
  });

  it('is installed as the package is, of the version that the sentence names', () => {
    const versions = Object.entries(manifest.optionalDependencies).map(([name, range]) => [
      name,
      /^\^(\d+)\./.exec(range)?.[1] ?? range,
    ]);
    expect(Object.fromEntries(versions)).toEqual(EMBEDDED_PACKAGES);
  });
});
