import { existsSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { appendFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endServer, serve } from './server-process.mjs';

const LABELS = { kafka: 'Kafka', kurrentdb: 'KurrentDB' };

/**
 * Servers that the run starts when the first suite asks for one: that suite writes `<name>.wanted` into the run's folder and waits for
 * `<name>.json` (infra/local/testing/run-servers.ts). Runs that never ask start nothing and wait for nothing.
 */
export async function offerServers() {
  const folder = await mkdtemp(join(tmpdir(), 'grappe-test-run-'));
  process.env.GRAPPE_TEST_RUN = folder;
  const servers = new Map();
  const watcher = watch(folder, () => {
    for (const name of Object.keys(LABELS))
      if (existsSync(join(folder, `${name}.wanted`)) && !servers.has(name)) servers.set(name, start(name, folder));
  });
  watcher.unref();
  return { folder, servers, watcher };
}

function start(name, folder) {
  const server = serve(name);
  void server.answer.then((answer) => {
    if (!existsSync(folder)) return;
    // Written beside its place and renamed: a reader never sees half of it.
    writeFileSync(join(folder, `${name}.draft`), JSON.stringify(answer));
    renameSync(join(folder, `${name}.draft`), join(folder, `${name}.json`));
  });
  return server;
}

/** Ends what was started and adds what the suites ran on to the run's last lines. */
export async function endServers({ folder, servers, watcher }) {
  watcher.close();
  for (const name of Object.keys(LABELS)) await report(name, folder);
  await Promise.all([...servers.values()].map(endServer));
  rmSync(folder, { recursive: true, force: true });
}

/** Suites that are skipped for want of a server are counted there, and those that take a double say so. */
async function report(name, folder) {
  const file = process.env.GRAPPE_TEST_SERVERS;
  const skipped = linesOf(join(folder, `${name}.skipped`)).length;
  const [answer] = linesOf(join(folder, `${name}.json`));
  const [instead] = linesOf(join(folder, `${name}.instead`));
  if (file === undefined || (skipped === 0 && instead === undefined && !existsSync(join(folder, `${name}.wanted`))))
    return;
  const { kind } = answer === undefined ? { kind: 'none' } : JSON.parse(answer);
  const said = instead === undefined ? kind : kind === 'none' ? `${instead} only` : `${instead}, and ${kind}`;
  const note = skipped > 0 ? `: ${String(skipped)} ${skipped === 1 ? 'suite' : 'suites'} skipped` : '';
  await appendFile(file, `${LABELS[name]}: ${said}${note}\n`);
}

function linesOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}
