import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const AS_SOMEBODY = ['-c', 'user.name=spec', '-c', 'user.email=spec@example.org'];

/** What a program said, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly said: string;
}

/** The sources of the project in a folder of their own, committed once; the packages are those of the project. */
export class SourceTree {
  private constructor(readonly folder: string) {}

  static async copy(): Promise<SourceTree> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'grappe-tree-')));
    const { stdout } = await execute('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root });
    const files = stdout.split('\n').filter((path) => path !== '' && existsSync(join(root, path)));
    for (const path of files) await cp(join(root, path), join(folder, path));
    await mkdir(join(folder, 'node_modules'));
    // Each package by itself: what is compiled here is kept here.
    for (const name of await readdir(join(root, 'node_modules')))
      if (name !== '.cache')
        await symlink(await realpath(join(root, 'node_modules', name)), join(folder, 'node_modules', name));
    const tree = new SourceTree(folder);
    await tree.git('init', '-q');
    await tree.git('add', '-A');
    await tree.git(...AS_SOMEBODY, 'commit', '-qm', 'before');
    return tree;
  }

  async git(...args: readonly string[]): Promise<string> {
    return (await execute('git', args, { cwd: this.folder })).stdout;
  }

  /** Runs a file of the tree, or of a package, with Node. */
  async node(file: string, ...args: readonly string[]): Promise<Ran> {
    const { NODE_OPTIONS: _options, ...env } = process.env;
    try {
      const { stdout, stderr } = await execute(process.execPath, [...file.split(' '), ...args], {
        cwd: this.folder,
        env,
      });
      return { code: 0, said: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, said: stdout + stderr };
    }
  }

  /** Paths of files that git does not know, and the lines that were added to and taken from each that it knows. */
  async changes(): Promise<{ readonly added: readonly string[]; readonly changed: ReadonlyMap<string, string> }> {
    const lines = (text: string) => text.split('\n').filter((line) => line !== '');
    const added = lines(await this.git('ls-files', '-o', '--exclude-standard'));
    const counts = lines(await this.git('diff', '--numstat')).map((line) => line.split('\t'));
    return {
      added,
      changed: new Map(counts.map(([plus, minus, path]) => [path ?? '', `+${plus ?? ''} -${minus ?? ''}`])),
    };
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
