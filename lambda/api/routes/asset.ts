import { notFound } from '../api-error.ts';
import type { Route } from '../route.ts';
import { takesGzip } from '../takes-gzip.ts';
import { PAGE_SECURITY } from '../web-page.ts';

/** The files that the page's shell loads. */
export const asset: Route = {
  paths: ['/assets/:Name'],
  async answer(context, { page }) {
    const { assets } = await page();
    const name = context.req.param('Name') ?? '';
    const asset = Object.hasOwn(assets, name) ? assets[name] : undefined;
    if (asset === undefined) throw notFound(context.req.path);
    const headers = {
      ...PAGE_SECURITY,
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    };
    if (!takesGzip(context.req.header('accept-encoding'))) return context.body(asset.body, 200, headers);
    return context.body(Buffer.from(asset.gzip, 'base64'), 200, { ...headers, 'content-encoding': 'gzip' });
  },
};
