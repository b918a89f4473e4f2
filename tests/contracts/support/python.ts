import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { root } from './packed-contracts.ts';
import { output } from './run.ts';
import { cache } from './scratch.ts';

/** A Python that has what the guide's subscriber needs, or why there is none. */
export interface FoundPython {
  readonly python?: string;
  readonly missing?: string;
}

const SUBSCRIBER = { what: 'Python subscriber', requirements: 'docs/guides/subscribe/python/requirements.txt' };

/**
 * An environment with these requirements (default: the guide's), made as the guide says and kept for the next run. What it found
 * is added to the run's last lines.
 */
export async function findPython({ what, requirements: path } = SUBSCRIBER): Promise<FoundPython> {
  const requirements = join(root, path);
  const wanted = await readFile(requirements, 'utf8');
  try {
    const version = (await output('python3', ['--version'], root)).trim();
    const name = createHash('sha256').update(`${version}\n${wanted}`).digest('hex').slice(0, 12);
    const place = join(cache, `python-${name}`);
    if (!(await exists(place))) await makeEnvironment(place, requirements);
    await report(`${what}: ${version}, ${wanted.trim().split('\n').join(', ')}`);
    return { python: join(place, 'bin', 'python') };
  } catch (error) {
    await report(`${what}: none, its suite is skipped`);
    return { missing: `no Python with venv and pip that can fetch ${wanted.trim()}: ${String(error)}` };
  }
}

/** `describe` for suites that need it: skipped where it is not, and a failure there with CI=true. */
export function describeWithPython({ missing }: FoundPython): (name: string, suite: () => void) => void {
  if (missing === undefined) return describe;
  if (process.env['CI'] === 'true') throw new Error(`with CI=true a missing Python is a failure. ${missing}`);
  return describe.skip;
}

/** Made beside its place and renamed, because several suites ask at once; it is used through its `bin/python` only, which may move. */
async function makeEnvironment(place: string, requirements: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'python-draft-'));
  try {
    await installInto(draft, requirements);
    await rename(draft, place);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(place))) throw error;
  }
}

/** With the pip of the machine where it has one that can: to put another one into each environment takes longer than what is fetched. */
async function installInto(folder: string, requirements: string): Promise<void> {
  const python = join(folder, 'bin', 'python');
  const install = ['install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  try {
    await output('python3', ['-m', 'venv', '--without-pip', folder], root);
    await output('python3', ['-m', 'pip', '--python', python, ...install], root);
  } catch {
    await output('python3', ['-m', 'venv', '--clear', folder], root);
    await output(python, ['-m', 'pip', ...install], root);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Several suites ask, and the run says it once. */
async function report(line: string): Promise<void> {
  const file = process.env['GRAPPE_TEST_SERVERS'];
  if (file === undefined) return;
  const said = await readFile(file, 'utf8').catch(() => '');
  if (!said.includes(line)) await appendFile(file, `${line}\n`);
}
