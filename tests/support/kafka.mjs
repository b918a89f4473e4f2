import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { appendFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const place = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The brokers of one run: those of KAFKA_BROKERS, or a local node that is started when the first suite asks for it
 * (libs/messaging/kafka/testing), as a process of its own. Runs that never ask start nothing and wait for nothing.
 */
export async function offerKafka() {
  const folder = await mkdtemp(join(tmpdir(), 'grappe-test-kafka-'));
  process.env.GRAPPE_TEST_KAFKA = folder;
  const state = { folder, child: undefined, watcher: undefined };
  const given = process.env.KAFKA_BROKERS;
  if (given !== undefined) {
    say(folder, { brokers: given.split(',').map((broker) => broker.trim()), kind: 'the brokers of KAFKA_BROKERS' });
  } else {
    state.watcher = watch(folder, () => {
      if (existsSync(join(folder, 'wanted'))) state.child ??= startBroker(folder);
    });
    state.watcher.unref();
  }
  return state;
}

function startBroker(folder) {
  const child = spawn(process.execPath, [place('../../infra/scripts/run.mjs'), place('test-kafka.ts'), folder], {
    cwd: place('../..'),
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  child.once('exit', (code) => {
    if (existsSync(folder) && !existsSync(join(folder, 'answer.json'))) {
      say(folder, { missing: `the process that starts it ended with ${String(code)}`, kind: 'none' });
    }
  });
  return child;
}

/** Written beside its place and renamed: who waits for it never reads half of it. */
function say(folder, answer) {
  writeFileSync(join(folder, 'answer.draft'), JSON.stringify(answer));
  renameSync(join(folder, 'answer.draft'), join(folder, 'answer.json'));
}

/** Ends what was started and adds what the suites ran on to the run's last lines. */
export async function endKafka({ folder, child, watcher }) {
  watcher?.close();
  await report(folder);
  if (child !== undefined && child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}

async function report(folder) {
  const file = process.env.GRAPPE_TEST_SERVERS;
  const skipped = lines(join(folder, 'skipped')).length;
  const answer = lines(join(folder, 'answer.json'));
  const wanted = existsSync(join(folder, 'wanted')) || skipped > 0;
  if (file === undefined || !wanted) return;
  const kind = answer.length > 0 ? JSON.parse(answer[0]).kind : 'none';
  const note = skipped > 0 ? `: ${String(skipped)} ${skipped === 1 ? 'suite' : 'suites'} skipped` : '';
  await appendFile(file, `Kafka: ${kind}${note}\n`);
}

function lines(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}
