import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';

interface Version {
  id: string;
  /** Undefined for a delete marker. */
  bytes: Buffer | undefined;
  etag: string;
  modified: string;
}

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

const PAGE = 10;

/**
 * A versioned bucket that keeps to conditions, which s3rver does not: `If-None-Match` and `If-Match` of a put, the ETag of
 * an object in a deletion, and deleting a version for good.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
export async function startFakeS3() {
  const objects = new Map<string, Version[]>();
  let versions = 0;
  const current = (key: string) => objects.get(key)?.at(-1);
  const isThere = (key: string) => current(key)?.bytes !== undefined;

  function add(key: string, bytes: Buffer | undefined): Version {
    versions += 1;
    const etag = bytes === undefined ? '' : `"${createHash('md5').update(bytes).digest('hex')}"`;
    const version = { id: `v${String(versions).padStart(6, '0')}`, bytes, etag, modified: new Date().toISOString() };
    objects.set(key, [...(objects.get(key) ?? []), version]);
    return version;
  }

  function put(key: string, request: IncomingMessage, body: Buffer): Answer {
    const { 'if-none-match': noneMatch, 'if-match': match } = request.headers;
    if (noneMatch === '*' && isThere(key)) return failure(412, 'PreconditionFailed');
    if (match !== undefined && !isThere(key)) return failure(404, 'NoSuchKey');
    if (match !== undefined && current(key)?.etag !== match) return failure(412, 'PreconditionFailed');
    return { headers: { ETag: add(key, body).etag } };
  }

  function get(key: string, request: IncomingMessage): Answer {
    const version = current(key);
    if (version?.bytes === undefined) return failure(404, 'NoSuchKey');
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const headers = { ETag: version.etag };
    if (first === undefined) return { headers, body: version.bytes };
    if (Number(first) >= version.bytes.length) return failure(416, 'InvalidRange');
    return { status: 206, headers, body: version.bytes.subarray(Number(first), Number(last) + 1) };
  }

  function list(query: URLSearchParams): Answer {
    const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
    const prefix = query.get('prefix') ?? '';
    const keys = [...objects.keys()].filter((key) => isThere(key) && key.startsWith(prefix) && key > after).sort();
    const page = keys.slice(0, PAGE);
    const more = keys.length > page.length ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    const contents = page.map((key) => {
      const { bytes, etag, modified } = current(key) ?? {};
      return `<Contents><Key>${key}</Key><Size>${bytes?.length}</Size><ETag>${etag}</ETag><LastModified>${modified}</LastModified></Contents>`;
    });
    return xml('ListBucketResult', `<IsTruncated>${more !== ''}</IsTruncated>${more}${contents.join('')}`);
  }

  /** Two to a page. */
  function listVersions(query: URLSearchParams): Answer {
    const prefix = query.get('prefix') ?? '';
    const place = (key: string, id: string) => `${key} ${id}`;
    const after = place(query.get('key-marker') ?? '', query.get('version-id-marker') ?? '');
    const all = [...objects].flatMap(([key, some]) => some.map((version) => ({ key, ...version })));
    const left = all.filter(({ key, id }) => key.startsWith(prefix) && place(key, id) > after);
    const page = left.sort((one, other) => (place(one.key, one.id) < place(other.key, other.id) ? -1 : 1)).slice(0, 2);
    const last = page.at(-1);
    const more =
      left.length > page.length
        ? `<NextKeyMarker>${last?.key}</NextKeyMarker><NextVersionIdMarker>${last?.id}</NextVersionIdMarker>`
        : '';
    const listed = page.map(({ key, id, bytes }) => {
      const kind = bytes === undefined ? 'DeleteMarker' : 'Version';
      return `<${kind}><Key>${key}</Key><VersionId>${id}</VersionId></${kind}>`;
    });
    return xml('ListVersionsResult', `<IsTruncated>${more !== ''}</IsTruncated>${more}${listed.join('')}`);
  }

  function remove(text: string): Answer {
    const errors: string[] = [];
    for (const [, object = ''] of text.matchAll(/<Object>(.*?)<\/Object>/g)) {
      const member = (name: string) =>
        new RegExp(`<${name}>(.*?)</${name}>`).exec(object)?.[1]?.replaceAll('&quot;', '"');
      const [key = '', etag, version] = [member('Key'), member('ETag'), member('VersionId')];
      if (version !== undefined) {
        const left = (objects.get(key) ?? []).filter(({ id }) => id !== version);
        if (left.length === 0) objects.delete(key);
        else objects.set(key, left);
      } else if (etag !== undefined && current(key)?.etag !== etag) {
        errors.push(
          `<Error><Key>${key}</Key><Code>${isThere(key) ? 'PreconditionFailed' : 'NoSuchKey'}</Code></Error>`,
        );
      } else add(key, undefined);
    }
    return xml('DeleteResult', errors.join(''));
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
    const [, bucket = '', ...parts] = pathname.split('/').map(decodeURIComponent);
    if (bucket !== FAKE_BUCKET) return failure(404, 'NoSuchBucket');
    const [key, body] = [parts.join('/'), await buffer(request)];
    if (searchParams.has('delete')) return remove(body.toString());
    if (searchParams.has('versions')) return listVersions(searchParams);
    if (request.method === 'PUT') return put(key, request, body);
    return key === '' ? list(searchParams) : get(key, request);
  }

  const server = createServer(async (request, response) => {
    const { status = 200, headers, body = '' } = await answer(request);
    response.writeHead(status, headers).end(body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const client = new S3Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  });
  return {
    url,
    client,
    /** Of a key, the newest last: undefined for a delete marker. */
    versionsOf: (key: string) => (objects.get(key) ?? []).map(({ bytes }) => bytes?.toString()),
    /** As if nobody had ever written anything. */
    clear: () => objects.clear(),
    async close() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const FAKE_BUCKET = 'archive-bucket';

function xml(name: string, content: string): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?><${name}>${content}</${name}>`;
  return { headers: { 'Content-Type': 'application/xml' }, body };
}

function failure(status: number, code: string): Answer {
  return { status, ...xml('Error', `<Code>${code}</Code><Message>${code}</Message>`) };
}
