/**
 * `npm run check [-- <step> …]`: every check that is not a test. Prints each step with its time, what a failed one said, and a summary.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tools = 'node_modules';
const cached = `--cache --cache-location ${tools}/.cache/grappe`;
const lint = (what, cache) =>
  `${tools}/eslint/bin/eslint.js ${what} ${cached}/${cache}/ --cache-strategy content --max-warnings 0`;
/**
 * What node runs, by the name of the step; a step of several parts has its name before each. Two lanes, because the machines that run it have two
 * cores, and about the same work in each.
 */
const lanes = [
  {
    'lint apps': lint('apps', 'eslint-apps'),
    types: `${tools}/typescript/bin/tsc --noEmit -p .`,
  },
  {
    'lint rest': lint('. --ignore-pattern apps/', 'eslint-rest'),
    tidy: 'tests/tidy/tidy.mjs',
    format: `${tools}/prettier/bin/prettier.cjs --check --log-level warn ${cached}/prettier .`,
    imports: 'infra/scripts/check-imports.mjs',
    'dead code': `${tools}/knip/bin/knip.js --no-progress`,
    generated: 'infra/scripts/generate.mjs --check',
    coverage: 'infra/scripts/run.mjs tests/system/domain-coverage/main.ts',
  },
];

const wanted = process.argv.slice(2);
const known = lanes.flatMap(Object.keys);
const isMeant = (name, step) => step === name || step.startsWith(`${name} `);
const unknown = wanted.filter((name) => !known.some((step) => isMeant(name, step)));
if (unknown.length > 0) {
  process.stderr.write(`no such step: ${unknown.join(', ')}; there are ${known.join(', ')}\n`);
  process.exit(2);
}

const results = (await Promise.all(lanes.map(runLane))).flat();
const failed = results.filter(({ code }) => code !== 0).map(({ name }) => name);
process.stdout.write(
  failed.length === 0
    ? `\n${results.length} checks passed\n`
    : `\n${failed.length} of ${results.length} checks failed: ${failed.join(', ')}\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

async function runLane(steps) {
  const done = [];
  for (const [name, command] of Object.entries(steps))
    if (wanted.length === 0 || wanted.some((each) => isMeant(each, name)))
      done.push({ name, code: await runStep(name, command) });
  return done;
}

async function runStep(name, command) {
  const started = performance.now();
  const { code, said } = await run(command.split(' '));
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  const summary = code === 0 ? (said.trim().split('\n').at(-1) ?? '') : '';
  process.stdout.write(`${code === 0 ? 'good  ' : 'FAILED'} ${name.padEnd(10)} ${seconds} s  ${summary}\n`);
  if (code !== 0) process.stdout.write(`${said.trimEnd()}\n\n`);
  return code;
}

function run(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  return new Promise((done) => {
    child.once('error', (error) => done({ code: 1, said: String(error) }));
    child.once('close', (code) => done({ code: code ?? 1, said }));
  });
}
