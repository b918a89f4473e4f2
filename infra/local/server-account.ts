import { PostgresUnavailable } from './postgres-unavailable.ts';
import { run, succeeds } from './system.ts';

/** Who the server runs as: the caller, or (PostgreSQL refuses to run as root) an unprivileged account. */
export interface ServerAccount {
  readonly name: string;
  /** Set only where the launcher has to change over to it. */
  readonly ids?: { readonly uid: number; readonly gid: number } | undefined;
}

const UNPRIVILEGED_ACCOUNTS = ['postgres', 'nobody'] as const;

/** @throws PostgresUnavailable (`no-account`) */
export async function serverAccount(): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return { name: 'the current user' };
  for (const name of UNPRIVILEGED_ACCOUNTS) {
    const ids = await lookUp(name);
    if (ids !== undefined) return { name, ids };
  }
  throw new PostgresUnavailable(
    'no-account',
    `PostgreSQL refuses to run as root, and this machine has none of the accounts ${UNPRIVILEGED_ACCOUNTS.join(', ')}.`,
  );
}

async function lookUp(name: string): Promise<ServerAccount['ids']> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** Whether the account can enter a folder; asked of the system itself, as that account. */
export async function canEnter(account: ServerAccount, folder: string): Promise<boolean> {
  return account.ids === undefined || succeeds(() => run('ls', ['-d', `${folder}/.`], { ...account.ids, cwd: '/' }));
}
