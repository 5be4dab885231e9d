import type { Route } from '../route.ts';

/** Whether it is up. */
export const health: Route = {
  paths: ['/healthz'],
  answer: (context) => context.json({ status: 'up' }),
  description: {
    path: '/healthz',
    operation: {
      operationId: 'health',
      summary: 'Whether it is up.',
      security: [],
      responses: { 200: { description: 'Up.' } },
    },
  },
};
