import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../lambda/api/openapi.ts';
import { ROUTES } from '../../../lambda/api/routes.ts';

const API = path.join(import.meta.dirname, '../../../lambda/api');

describe('the routes', () => {
  it('are a file each, and every file is in the list', () => {
    const list = readFileSync(path.join(API, 'routes.ts'), 'utf8');
    const files = readdirSync(path.join(API, 'routes'));
    expect(files.filter((file) => !list.includes(`from './routes/${file}'`))).toEqual([]);
    expect(ROUTES).toHaveLength(files.length);
  });

  const VIEWS = [
    '/',
    '/cause',
    '/events',
    '/fleet',
    '/trends',
    '/compare',
    '/saved',
    '/conferences',
    '/conferences/:ConferenceSid',
  ];

  it('are described but for the description itself, and the page', () => {
    const { paths } = openApiDocument('https://example.com', ROUTES);
    const told = Object.keys(paths).map((one) => one.replace('{CallSid}', 'CA1'));
    const untold = ROUTES.filter(({ description }) => description === undefined).flatMap((route) => route.paths);
    expect(untold).toEqual(['/openapi.json', '/session', '/views', ...VIEWS, '/calls/:CallSid{.+}', '/assets/:Name']);
    expect(told).toEqual([
      '/v1/Voice/{Sid}',
      '/v1/Voice/CA1/Summary',
      '/v1/Voice/CA1/Annotation',
      '/v1/Voice/CA1/Conferences',
      '/v1/Voice/Summaries',
      '/v1/Conferences',
      '/v1/Conferences/{ConferenceSid}',
      '/v1/Conferences/{ConferenceSid}/Participants',
      '/v1/Conferences/{ConferenceSid}/Participants/{ParticipantSid}',
      '/v1/Voice/CA1/Events',
      '/v1/Voice/CA1/Metrics',
      '/v1/Voice/Events',
      '/v1/Voice/Events/Causes',
      '/v1/Voice/Events/Calls',
      '/v1/Voice/Fleet',
      '/v1/Voice/Trends',
      '/healthz',
    ]);
  });
});
