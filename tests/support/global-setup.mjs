import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * One database server for the run: the one of DATABASE_URL, or an embedded one in a temporary folder. It is a process of its own because jest
 * cannot load TypeScript modules here.
 */
export default async function setUp() {
  if (process.env.DATABASE_URL) {
    process.env.GRAPPE_TEST_POSTGRES = process.env.DATABASE_URL;
    return;
  }
  const flags = ['--conditions=source', '--import', '@swc-node/register/esm-register'];
  const child = spawn(process.execPath, [...flags, fileURLToPath(new URL('test-server.ts', import.meta.url))], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const [answer] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => [''])]);
  const url = String(answer).trim();
  if (!url.startsWith('postgres://')) throw new Error('the database server of the tests did not start');
  process.env.GRAPPE_TEST_POSTGRES = url;
  globalThis.grappeTestServer = child;
}
