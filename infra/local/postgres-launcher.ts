import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { accessOf, requirePassword, urlOf, withAccess, type Access } from './access-rules.ts';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { startServer, stopServer, type ServerStart } from './postgres-server.ts';
import { PostgresUnavailable } from './postgres-unavailable.ts';
import { prepareFolder, removeAbandonedDrafts } from './prepared-folder.ts';
import { canEnter, serviceUser, type ServiceUser } from './service-user.ts';
import { isAlive, outputOf, run } from './system.ts';

export interface StartPostgresOptions extends Pick<ServerStart, 'dataFolder' | 'port' | 'diesWithParent' | 'settings'> {
  /** False for servers of tests, which trust every connection from this machine. Default: true, with a password drawn for the folder. */
  readonly asksForPassword?: boolean | undefined;
  /** Receives what the launcher does, a line each. */
  readonly onLog?: ((line: string) => void) | undefined;
  /** Where a root process puts what the service user cannot reach in the caller's folders. Default: `/var/lib/grappe`. */
  readonly sharedFolder?: string | undefined;
}

export interface LocalPostgres {
  /** A superuser's URL to a database, with the password where one is asked for. Default: `postgres`. */
  url(database?: string): string;
  readonly port: number;
  /** The actual folder of the files: another one than requested when the service user cannot enter that. */
  readonly dataFolder: string;
  /** True when the server had been running already. */
  readonly reused: boolean;
  /** The number of its process; nothing while it is down. */
  readonly pid: number | undefined;
  /** Starts it again on its data and at its port, and waits until it has recovered; does nothing when it is up. */
  start(): Promise<void>;
  /** Stops the server (fast: open transactions are rolled back). The caller's last act, after every pool is closed. */
  stop(): Promise<void>;
}

const SHARED_FOLDER = '/var/lib/grappe';
/** Byte order everywhere and Unicode letters all the same; the built-in provider depends on no library of the system. */
const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/**
 * Starts a real PostgreSQL from the platform's npm package on 127.0.0.1, or takes the one that is alive on the folder.
 * Two starts at once on one folder end with one server; a server that was killed recovers and keeps what was committed.
 * It asks for a password, which stands in the folder for its owner alone; a folder of an earlier release, which trusted everybody on this
 * machine, is given one. A start takes two minutes at most, crash recovery included.
 * @throws PostgresUnavailable
 */
export async function startPostgres(options: StartPostgresOptions): Promise<LocalPostgres> {
  const { onLog } = options;
  const user = await serviceUser();
  const dataFolder = await reachableFolder(options, user);
  const copiesFolder = user.ids === undefined ? dataFolder : (options.sharedFolder ?? SHARED_FOLDER);
  const binaries = await postgresBinaries({ user, copiesFolder, onLog });
  const data = join(dataFolder, 'data');
  for (const draftName of ['initdb', 'access']) await removeAbandonedDrafts(dataFolder, draftName);
  const access = await accessOf(dataFolder, options.asksForPassword ?? true);
  const prepare = (draft: string): Promise<void> => initialise(draft, { binaries, user, access });
  const isNew = await prepareFolder({ folder: data, mark: 'PG_VERSION', draftName: 'initdb', prepare });
  if (isNew) onLog?.(`made a new database cluster in ${data}`);
  const start: ServerStart = { ...options, dataFolder, data, binaries, user, access };
  let server = await startServer(start);
  const { reused } = server;
  const { port } = server.postmaster;
  await requirePassword(data, access, port);
  onLog?.(`PostgreSQL ${reused ? 'was already running' : 'is running'} on 127.0.0.1:${String(port)}`);
  return {
    url: (database = 'postgres') => urlOf(port, database, access),
    port,
    dataFolder,
    reused,
    get pid() {
      const { pid } = server.postmaster;
      return isAlive(pid) ? pid : undefined;
    },
    start: async () => {
      server = await startServer({ ...start, port });
    },
    stop: () => stopServer(data, binaries),
  };
}

async function reachableFolder(options: StartPostgresOptions, user: ServiceUser): Promise<string> {
  const wanted = resolve(options.dataFolder);
  await mkdir(wanted, { recursive: true });
  // The folder itself is the server's to enter; the folders above are the caller's to open.
  if (user.ids !== undefined) await chmod(wanted, 0o711);
  if (await canEnter(user, wanted)) return realpath(wanted);
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 16);
  const instead = join(options.sharedFolder ?? SHARED_FOLDER, name);
  await mkdir(instead, { recursive: true, mode: 0o711 });
  if (await canEnter(user, instead)) {
    options.onLog?.(`${user.name} cannot enter ${wanted}: the database lives in ${instead}`);
    return realpath(instead);
  }
  throw new PostgresUnavailable(
    'unreachable-folder',
    `the server runs as ${user.name}, who can enter neither ${wanted} nor ${instead}. Choose a data folder whose parent folders everybody may enter.`,
  );
}

interface Making {
  readonly binaries: PostgresBinaries;
  readonly user: ServiceUser;
  readonly access: Access;
}

/** Makes the database cluster. */
async function initialise(folder: string, { binaries, user, access }: Making): Promise<void> {
  if (user.ids !== undefined) await chown(folder, user.ids.uid, user.ids.gid);
  const flags = ['-D', folder, '-U', 'postgres', '--no-instructions', ...LOCALE];
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  await withAccess(folder, access, user, async (more) => {
    try {
      await run(binaries.initdb, [...flags, ...more], { ...user.ids, cwd: '/', env });
    } catch (error) {
      throw new PostgresUnavailable('failed', `initdb ended with an error.\n${outputOf(error)}`);
    }
  });
}
