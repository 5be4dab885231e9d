import { LocalError } from './local-error.ts';

/**
 * The packages behind the embedded servers and the embedded SQL, each with the version that the tests ran on. They are
 * optional dependencies: a machine that cannot have one still has every command that looks at AWS.
 */
export const EMBEDDED_PACKAGES = {
  kinesalite: '3',
  dynalite: '4',
  'classic-level': '3',
  '@duckdb/node-api': '1.5.6-r.1',
} as const;

/** @throws LocalError with the command that installs the package, where it is missing */
export async function embeddedPackage<Module>(
  name: keyof typeof EMBEDDED_PACKAGES,
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new LocalError(
      `on this machine that needs the package ${name}: npm install ${name}@${EMBEDDED_PACKAGES[name]}, then try again`,
    );
  }
}
