import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import { type BundledPage, bundlePage } from '../../web/bundle/bundle-page.ts';

const MAX_GZIPPED_BYTES = 100 * 1024;

let page: BundledPage;
beforeAll(async () => {
  page = await bundlePage();
});

it('the page is one shell, one script, one style sheet and an icon, each of a name that is its own', () => {
  const names = Object.keys(page.assets).map((name) => name.replace(/-[\da-f]{16}\./, '-HASH.'));
  expect(names.sort()).toEqual([
    'icon-HASH.svg',
    'icon-alarm-HASH.svg',
    'icon-silent-HASH.svg',
    'page-HASH.css',
    'page-HASH.js',
  ]);
  for (const name of Object.keys(page.assets)) expect(page.html).toContain(`"/assets/${name}"`);
});

it('each file is there compressed too, so that no request pays for that', () => {
  for (const { body, gzip } of Object.values(page.assets)) {
    expect(gunzipSync(Buffer.from(gzip, 'base64')).toString()).toBe(body);
  }
});

it('the page is small', () => {
  const bodies = [page.html, ...Object.values(page.assets).map(({ body }) => body)];
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
  expect(bytes).toBeLessThan(MAX_GZIPPED_BYTES);
});

it('the page names no other host, but in links that a person follows', () => {
  const { html, assets } = page;
  const hosts = [html, ...Object.values(assets).map(({ body }) => body)].flatMap((text) =>
    [...text.matchAll(/https?:\/\/([^/"'`\s]+)/g)].map(([, host]) => host),
  );
  expect([...new Set(hosts)].filter((host) => host !== 'www.w3.org' && host !== 'www.twilio.com')).toEqual([]);
});
