import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { startStandInEngine } from './stand-in-engine.ts';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
/** In a process of its own, as a run asks: the library keeps what it found for as long as its process lives. */
async function ask(dockerHost: string, patienceMs = 60_000): Promise<unknown> {
  const entry = ['infra/scripts/run.mjs', 'infra/local/testing/ask-elsewhere.ts', String(patienceMs)];
  const env = { ...process.env, DOCKER_HOST: dockerHost, NODE_OPTIONS: '' };
  const { stdout } = await execute(process.execPath, entry, { cwd: root, env });
  return JSON.parse(stdout);
}

describe('whether a container engine answers', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  it('does when one says what it is', async () => {
    const engine = await startStandInEngine({});
    closing.push(() => engine.close());
    expect(await ask(engine.url)).toEqual({ answers: true, version: 'stand-in' });
  });

  it('does not when nobody listens, though a command may be installed', async () => {
    const found = await ask('unix:///nowhere/docker.sock');
    expect(found).toMatchObject({ answers: false });
    expect(JSON.stringify(found)).toContain('no container engine answers at DOCKER_HOST=unix:///nowhere/docker.sock');
  });

  it('does not when whoever listens says nothing', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    closing.push(async () => {
      mute.close();
      for (const socket of sockets) socket.destroy();
      await once(mute, 'close');
    });
    const { port } = mute.address() as AddressInfo;
    const found = await ask(`tcp://127.0.0.1:${String(port)}`, 500);
    expect(found).toMatchObject({ answers: false, why: expect.stringContaining('no answer within 500 ms') });
  });
});
