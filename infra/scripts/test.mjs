/**
 * `npm test`: one run of jest, then what the suites ran on, then `N passed, N failed, N skipped` as the last line.
 * Fails when a test failed, when nothing ran, and with CI=true when something was skipped.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeBundles } from './bundles.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'grappe-results-'));
const results = join(folder, 'results.json');
const servers = join(folder, 'servers.txt');

const args = process.argv.slice(2);
// Whoever asks for some suites has them as they are.
const code = await jest(args.length === 0 ? bundled(join(root, '.grappe', 'bundles')) : args);
const counts = existsSync(results)
  ? count(JSON.parse(readFileSync(results, 'utf8')))
  : { passed: 0, failed: 1, skipped: 0 };
const ranOn = existsSync(servers) ? readFileSync(servers, 'utf8') : '';
rmSync(folder, { recursive: true, force: true });

process.exitCode = verdict(code, counts);
process.stdout.write(`\n${ranOn}${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);

/** The flags of a whole run, which puts suites together (bundles.mjs). */
function bundled(folder) {
  const without = writeBundles(root, folder).filter((path) => path.endsWith('.int.spec.ts'));
  const roots = [...['apps', 'libs', 'infra', 'tests'].map((each) => join(root, each)), folder];
  const matches = [
    '**/{apps,infra,tests}/**/*.int.spec.ts',
    ...without.map((path) => `!**/${path}`),
    '**/*.bundle.mjs',
  ];
  return [...roots.map((each) => `--roots=${each}`), ...matches.map((each) => `--testMatch=${each}`)];
}

/** The set-up of the run appends a line for each server to GRAPPE_TEST_SERVERS, with kind and version. */
function jest(args) {
  // Suites make much that is soon garbage: with a wide nursery (MiB) less of it is copied. The workers of jest take these flags over.
  const node = ['--experimental-vm-modules', '--no-warnings', '--max-semi-space-size=64'];
  const flags = [...node, join(root, 'node_modules', 'jest', 'bin', 'jest.js')];
  const report = ['--json', `--outputFile=${results}`];
  const env = { ...process.env, GRAPPE_TEST_SERVERS: servers };
  const child = spawn(process.execPath, [...flags, ...report, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((done) => child.once('close', (exit) => done(exit ?? 1)));
}

/** A suite that could not be loaded has no tests to count, so it counts as one that failed. */
function count(report) {
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function verdict(exit, { passed, failed, skipped }) {
  if (exit !== 0 || failed > 0) return 1;
  if (passed === 0) return complain('No test ran.');
  if (process.env.CI === 'true' && skipped > 0) return complain('With CI=true a skipped test is a failure.');
  return 0;
}

function complain(line) {
  process.stderr.write(`${line}\n`);
  return 1;
}
