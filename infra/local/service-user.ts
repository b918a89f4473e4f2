import { PostgresUnavailable } from './postgres-unavailable.ts';
import { run, succeeds } from './system.ts';

/** Who the server runs as: the caller, or (PostgreSQL refuses to run as root) an unprivileged user. */
export interface ServiceUser {
  readonly name: string;
  /** Set only where the launcher has to change over to it. */
  readonly ids?: { readonly uid: number; readonly gid: number } | undefined;
}

const UNPRIVILEGED_USERS = ['postgres', 'nobody'] as const;

/** @throws PostgresUnavailable (`no-service-user`) */
export async function serviceUser(): Promise<ServiceUser> {
  if (process.getuid?.() !== 0) return { name: 'the current user' };
  for (const name of UNPRIVILEGED_USERS) {
    const ids = await lookUp(name);
    if (ids !== undefined) return { name, ids };
  }
  throw new PostgresUnavailable(
    'no-service-user',
    `PostgreSQL refuses to run as root, and this machine has none of the users ${UNPRIVILEGED_USERS.join(', ')}.`,
  );
}

async function lookUp(name: string): Promise<ServiceUser['ids']> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** Whether the user can enter a folder; asked of the system itself, as that user. */
export async function canEnter(user: ServiceUser, folder: string): Promise<boolean> {
  return user.ids === undefined || succeeds(() => run('ls', ['-d', `${folder}/.`], { ...user.ids, cwd: '/' }));
}
