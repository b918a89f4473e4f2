import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, '..', '..', 'node_modules');

/** A program of two files, with an import of its own that is found by alias, and a stack to look at. */
const MAIN = `import 'reflect-metadata';
import { word } from '#libs/word';
class Named {}
const ownLine = (): string => new Error().stack?.split('\\n')[1]?.trim() ?? '';
console.log([word, Named.name, ownLine()].join('|'));
`;

describe('bundles of the programs', () => {
  let project = '';
  let entry = '';
  beforeEach(async () => {
    project = await realpath(await mkdtemp(join(tmpdir(), 'grappe-bundle-')));
    entry = join(project, 'apps/hello/src/main.ts');
    for (const script of ['compile.mjs', 'run.mjs', 'ends-with-parent.mjs']) {
      await cp(join(here, script), join(project, 'infra/scripts', script));
    }
    const imports = { '#libs/*': { source: './libs/*/index.ts' } };
    await put('package.json', JSON.stringify({ type: 'module', imports }));
    await put('node_modules/.package-lock.json', '{}');
    for (const name of ['@swc', '@esbuild', 'esbuild', 'es-module-lexer', 'reflect-metadata']) {
      await symlink(join(packages, name), join(project, 'node_modules', name), 'junction');
    }
    await put('libs/word/index.ts', `export const word: string = 'first';\n`);
    await put('apps/hello/src/main.ts', MAIN);
  });
  afterEach(() => rm(project, { recursive: true, force: true }));

  async function put(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), text);
  }
  const node = async (...args: string[]): Promise<string> =>
    (await run(process.execPath, args, { cwd: project })).stdout.trim();
  const bundle = (): Promise<string> => node('infra/scripts/compile.mjs');
  const start = (): Promise<string> => node('infra/scripts/run.mjs', 'apps/hello/src/main.ts');
  /** What a start takes: the file of a bundle, or `none`. */
  const taken = (): Promise<string> => {
    const script = pathToFileURL(join(project, 'infra/scripts/compile.mjs')).href;
    const ask = `import { bundleOf } from '${script}'; console.log(bundleOf(process.argv[1]) ?? 'none');`;
    return node('--input-type=module', '-e', ask, entry);
  };

  it('do what the sources do, with their class names, and traces name the source', async () => {
    const plain = await start();
    expect(await taken()).toBe('none');
    await bundle();
    expect(await taken()).toContain(join('bundles', ''));
    expect(await start()).toBe(plain);
    const [word, name, trace] = plain.split('|');
    expect([word, name]).toEqual(['first', 'Named']);
    expect(trace).toContain(`${entry}:4:`);
  });

  it('are not taken once a source differs, and are again when they are made again', async () => {
    await bundle();
    const first = await taken();
    await put('libs/word/index.ts', `export const word: string = 'second';\n`);
    expect(await taken()).toBe('none');
    expect(await start()).toMatch(/^second\|/);
    await bundle();
    expect(await taken()).not.toBe(first);
    expect(await start()).toMatch(/^second\|/);
  });

  it('are not taken with other packages than those that they hold', async () => {
    await bundle();
    await put('node_modules/.package-lock.json', '{"packages":{}}');
    expect(await taken()).toBe('none');
  });

  it('are whole when several make them at once', async () => {
    await Promise.all([bundle(), bundle(), bundle()]);
    expect(await taken()).not.toBe('none');
    expect(await start()).toMatch(/^first\|Named\|/);
  });

  it('are not made of what does not compile, and the reason is said', async () => {
    await put('apps/hello/src/main.ts', 'const = 1;');
    await expect(bundle()).rejects.toThrow('main.ts');
    expect(await taken()).toBe('none');
  });
});
