/**
 * `npm run check [-- <step> …]`: every check that is not a test. Prints each step with its time, what a failed one said, and a summary.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { lanes } from './check-steps.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const wanted = process.argv.slice(2);
const known = lanes.flat().map(({ name }) => name);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`no such step: ${unknown.join(', ')}; there are ${known.join(', ')}\n`);
  process.exit(2);
}

const results = (await Promise.all(lanes.map(runLane))).flat();
const failed = results.filter(({ good }) => !good);
process.stdout.write(
  failed.length === 0
    ? `\n${results.length} checks passed\n`
    : `\n${failed.length} of ${results.length} checks failed: ${failed.map(({ name }) => name).join(', ')}\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

async function runLane(steps) {
  const done = [];
  for (const step of steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
    done.push(await runStep(step));
  return done;
}

async function runStep({ name, command }) {
  const started = performance.now();
  const { code, said } = await run(command);
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  const summary = code === 0 ? (said.trim().split('\n').at(-1) ?? '') : '';
  process.stdout.write(`${code === 0 ? 'good  ' : 'FAILED'} ${name.padEnd(10)} ${seconds} s  ${summary}\n`);
  if (code !== 0) process.stdout.write(`${said.trimEnd()}\n\n`);
  return { name, good: code === 0 };
}

function run([command, ...args]) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  return new Promise((done) => {
    child.once('error', (error) => done({ code: 1, said: String(error) }));
    child.once('close', (code) => done({ code: code ?? 1, said }));
  });
}
