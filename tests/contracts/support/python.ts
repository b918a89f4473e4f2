import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './packed-contracts.ts';
import { output } from './run.ts';
import { cache } from './scratch.ts';

/** A Python that has what the guide's subscriber needs, or why there is none. */
export interface FoundPython {
  readonly python?: string;
  readonly missing?: string;
}

/**
 * An environment with the guide's requirements, made as the guide says and kept for the next run. What it found is added to the
 * run's last lines.
 */
export async function findPython(): Promise<FoundPython> {
  const requirements = join(root, 'docs', 'guides', 'subscribe', 'python', 'requirements.txt');
  const wanted = await readFile(requirements, 'utf8');
  try {
    const version = (await output('python3', ['--version'], root)).trim();
    const name = createHash('sha256').update(`${version}\n${wanted}`).digest('hex').slice(0, 12);
    const place = join(cache, `python-${name}`);
    if (!(await exists(join(place, 'complete')))) await makeEnvironment(place, requirements);
    await report(`Python subscriber: ${version}, ${wanted.trim().split('\n').join(', ')}`);
    return { python: join(place, 'bin', 'python') };
  } catch (error) {
    await report('Python subscriber: none, its suite is skipped');
    return { missing: `no Python with venv and pip that can fetch ${wanted.trim()}: ${String(error)}` };
  }
}

/** An environment knows its own path, so that one that is not complete is taken away and made anew. */
async function makeEnvironment(place: string, requirements: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  await rm(place, { recursive: true, force: true });
  await output('python3', ['-m', 'venv', place], root);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  await output(join(place, 'bin', 'python'), install, root);
  await writeFile(join(place, 'complete'), '');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function report(line: string): Promise<void> {
  const file = process.env['GRAPPE_TEST_SERVERS'];
  if (file !== undefined) await appendFile(file, `${line}\n`);
}
