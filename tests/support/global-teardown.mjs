import { once } from 'node:events';
import { endKafka } from './kafka.mjs';

export default async function tearDown() {
  await endKafka(globalThis.grappeTestKafka);
  const child = globalThis.grappeTestServer;
  if (child === undefined) return;
  const ended = once(child, 'exit');
  child.stdin.end();
  await ended;
}
