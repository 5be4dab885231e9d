import type { Env, Hono } from 'hono';
import { notFound } from './api-error.ts';

/** The page: a shell that has no data in it, and the files it loads. */
export interface Page {
  html: string;
  /** By file name, which changes with the content. */
  assets: Readonly<Record<string, PageAsset>>;
}

export interface PageAsset {
  /** As `Content-Type` has it. */
  type: string;
  body: string;
  /** The body compressed, as base64. It is made once, with the page: that takes longer than all else of an answer. */
  gzip: string;
}

const SECURITY = {
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * What a call event says was written by a client: nothing of it can become a script, and nothing can be sent elsewhere.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const SHELL_HEADERS = {
  ...SECURITY,
  'content-type': 'text/html; charset=utf-8',
  // It names the files of its version.
  'cache-control': 'no-cache',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

/** Where the shell answers; which view an address is of is decided in the browser. */
export const SHELL_PATHS = ['/', '/calls/:CallSid{.+}'];
export const ASSET_PATH = '/assets/:Name';

/** Serves the page, without a credential: whoever looks at it is asked for one by the API. */
export function servePage<E extends Env>(api: Hono<E>, page: () => Promise<Page>): void {
  for (const path of SHELL_PATHS) {
    api.get(path, async (context) => context.body((await page()).html, 200, SHELL_HEADERS));
  }
  api.get(ASSET_PATH, async (context) => {
    const { assets } = await page();
    const name = context.req.param('Name') ?? '';
    const asset = Object.hasOwn(assets, name) ? assets[name] : undefined;
    if (asset === undefined) throw notFound(context.req.path);
    const headers = {
      ...SECURITY,
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    };
    if (!takesGzip(context.req.header('accept-encoding'))) return context.body(asset.body, 200, headers);
    return context.body(Buffer.from(asset.gzip, 'base64'), 200, { ...headers, 'content-encoding': 'gzip' });
  });
}

/** https://www.rfc-editor.org/rfc/rfc9110#field.accept-encoding */
function takesGzip(accepts = ''): boolean {
  return accepts.split(',').some((coding) => /^\s*gzip\s*(?:;(?!\s*q=0(?:\.0*)?\s*$).*)?$/i.test(coding));
}
