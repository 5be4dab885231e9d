import { openApiDocument } from '../openapi.ts';
import type { Route } from '../route.ts';

/** The description of routes. */
export function descriptionOf(routes: readonly Route[]): Route {
  return {
    paths: ['/openapi.json'],
    answer: (context, { platform }) => context.json(openApiDocument(platform(context).baseUrl, routes)),
  };
}
