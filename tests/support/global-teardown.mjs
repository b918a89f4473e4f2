import { once } from 'node:events';

export default async function tearDown() {
  const child = globalThis.grappeTestServer;
  if (child === undefined) return;
  const ended = once(child, 'exit');
  child.stdin.end();
  await ended;
}
