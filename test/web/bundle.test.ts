import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import { type BundledPage, bundlePage } from '../../web/bundle/bundle-page.ts';

/** Of what is loaded at once, and of what is loaded when somebody opens it. */
const MAX_GZIPPED_BYTES = 100 * 1024;
const MAX_LATER_BYTES = { 'later-': 12 * 1024, 'trends-view-': 8 * 1024 };

let page: BundledPage;
beforeAll(async () => {
  page = await bundlePage();
});

const isLater = (name: string) => Object.keys(MAX_LATER_BYTES).some((later) => name.startsWith(later));

it('the page is one shell, one script and its modules, one style sheet and an icon, each of a name that is its own', () => {
  const names = Object.keys(page.assets).map((name) => name.replace(/-(?:[\da-f]{16}|[A-Z\d]{8})\./, '-HASH.'));
  expect(names.sort()).toEqual([
    'chunk-HASH.js',
    'icon-HASH.svg',
    'icon-alarm-HASH.svg',
    'icon-silent-HASH.svg',
    'later-HASH.js',
    'page-HASH.css',
    'page-HASH.js',
    'trends-view-HASH.js',
  ]);
  for (const name of Object.keys(page.assets)) {
    expect({ name, isNamed: page.html.includes(`"/assets/${name}"`) }).toEqual({ name, isNamed: !isLater(name) });
  }
});

it('each file is there compressed too, so that no request pays for that', () => {
  for (const { body, gzip } of Object.values(page.assets)) {
    expect(gunzipSync(Buffer.from(gzip, 'base64')).toString()).toBe(body);
  }
});

it('the page is small', () => {
  const bytes = (bodies: readonly string[]) => bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
  const assets = Object.entries(page.assets);
  const atOnce = assets.filter(([name]) => !isLater(name)).map(([, { body }]) => body);
  expect(bytes([page.html, ...atOnce])).toBeLessThan(MAX_GZIPPED_BYTES);
  for (const [later, most] of Object.entries(MAX_LATER_BYTES)) {
    expect(bytes(assets.filter(([name]) => name.startsWith(later)).map(([, { body }]) => body))).toBeLessThan(most);
  }
});

it('the page names no other host, but in links that a person follows', () => {
  const { html, assets } = page;
  const hosts = [html, ...Object.values(assets).map(({ body }) => body)].flatMap((text) =>
    [...text.matchAll(/https?:\/\/([^/"'`\s]+)/g)].map(([, host]) => host),
  );
  expect([...new Set(hosts)].filter((host) => host !== 'www.w3.org' && host !== 'www.twilio.com')).toEqual([]);
});
