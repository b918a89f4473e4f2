import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeyRing } from '#libs/contracts';

/** A system as far as it hands out keys. */
export interface KeysServer {
  readonly url: string;
  /** The ids that it was asked for with the right token. */
  readonly asked: ReadonlySet<string>;
  close(): void;
}

/** Answers the keys of a ring as the API does, to the holder of this token. */
export async function startKeys(keyRing: KeyRing, token: string): Promise<KeysServer> {
  const asked = new Set<string>();
  const answer = async (url: URL) => {
    const ids = url.searchParams.get('ids')?.split(',') ?? [];
    for (const id of ids) asked.add(id);
    const keys = await keyRing.resolve(ids);
    return Array.from(keys, ([id, key]) =>
      key === 'destroyed' ? { id, destroyed: true } : { id, key: Buffer.from(key).toString('base64') },
    );
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    const mayRead = request.headers.authorization === `Bearer ${token}` && url.pathname === '/api/v1/privacy/keys';
    response.writeHead(mayRead ? 200 : 403, { 'content-type': 'application/json' });
    if (!mayRead) response.end(JSON.stringify({ code: 'API_FORBIDDEN' }));
    else void answer(url).then((items) => response.end(JSON.stringify({ items })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked, close };
}
