import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Starts `serve.ts` for a server of this run; `answer` resolves with what it says of itself (infra/local/testing/serve.ts). */
export function serve(name) {
  const entry = ['infra/scripts/run.mjs', 'infra/local/testing/serve.ts', name];
  const child = spawn(process.execPath, entry, {
    cwd: root,
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const ended = once(child, 'exit').then(([code]) => {
    const missing = `the process that starts it ended with ${String(code)}`;
    return { missing, kind: 'none' };
  });
  const said = once(child.stdout, 'data').then(([line]) => JSON.parse(String(line)));
  return { child, answer: Promise.race([said, ended]) };
}

export async function endServer({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.stdin.end();
  await ended;
}
