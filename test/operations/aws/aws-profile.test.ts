import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireProfile } from '../../../operations/aws/aws-profile.ts';

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'voice-insights-profile-'));
  env = {
    AWS_CONFIG_FILE: path.join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'credentials'),
  };
  await writeFile(
    env.AWS_CONFIG_FILE ?? '',
    '[default]\nregion = us-east-1\n[profile work]\n [ profile "of us" ]\n#[profile off]\n',
  );
  await writeFile(env.AWS_SHARED_CREDENTIALS_FILE ?? '', '[keys]\naws_access_key_id = a\n');
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

it.each(['default', 'work', 'of us', 'keys'])('takes the profile %s, of either file', (profile) => {
  expect(() => requireProfile(profile, env)).not.toThrow();
});

it.each(['wrok', 'off', 'profile'])('names the files that have no profile %s', (profile) => {
  expect(() => requireProfile(profile, env)).toThrow(
    `no AWS profile ${profile} in ${folder}/config or ${folder}/credentials: name one that is there`,
  );
});

it('says so, too, where neither file can be read', () => {
  const unreadable = { AWS_CONFIG_FILE: folder, AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'none') };
  expect(() => requireProfile('work', unreadable)).toThrow('no AWS profile work');
  expect(() => requireProfile('default', unreadable)).not.toThrow();
});
