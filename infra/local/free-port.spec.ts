import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '#infra/local';

describe('a free port', () => {
  it('can be listened on at once', async () => {
    const port = await freePort();
    const server = await new Promise<Server>((resolve, reject) => {
      const listening: Server = createServer()
        .once('error', reject)
        .listen(port, '127.0.0.1', () => {
          resolve(listening);
        });
    });
    expect(server.address()).toMatchObject({ address: '127.0.0.1', port });
    await new Promise((resolve) => server.close(resolve));
  });

  it('is another one for each of many who ask at once', async () => {
    const ports = await Promise.all(Array.from({ length: 10 }, freePort));
    expect(new Set(ports).size).toBe(10);
  });
});
