import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Environment } from '../../shared/environment.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble } from '../../shared/trouble.ts';

/** `[name]`, `[profile name]`, `[profile "a name"]`. https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
const HEADING = /^\s*\[\s*(?:profile\s+)?["']?(.+?)["']?\s*\]/gm;

/** The SDK itself goes on without a profile that is not there, and misses its region or its credentials then. @throws Trouble */
export function requireProfile(profile: string, env: Environment): void {
  const files = [
    env.AWS_CONFIG_FILE || path.join(homedir(), '.aws/config'),
    env.AWS_SHARED_CREDENTIALS_FILE || path.join(homedir(), '.aws/credentials'),
  ];
  const known = files.flatMap((file) => [...contentsOf(file).matchAll(HEADING)].map(([, name]) => name));
  if (profile === 'default' || known.includes(profile)) return;
  throw new Trouble(
    `no AWS profile ${printable(profile)} in ${files.map(printable).join(' or ')}`,
    'name one that is there: aws configure list-profiles',
  );
}

function contentsOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // As the SDK has it: a file that cannot be read says nothing.
    return '';
  }
}
