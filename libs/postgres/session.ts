import type { PoolClient } from 'pg';

/** A setting of our own: where it is missing, none of the startup options have arrived. */
export const MARK = 'grappe.session';

/** What a connection is: who it acts as, and the settings by which the rest is known to have arrived. */
interface Session {
  readonly role: string | undefined;
  readonly timezone: string | undefined;
  readonly mark: string | undefined;
}

/** A connection is not what its startup options ask for: a pooler on the way has dropped them, and with them the role. */
export class SessionDiffers extends Error {
  override readonly name = 'SessionDiffers';
  constructor(
    readonly found: Session,
    readonly required: Session,
  ) {
    super(
      `a connection to the database is not what was asked for: found ${textOf(found)}; required ${textOf(required)}. ` +
        'A pooler between has to let the startup parameter "options" pass.',
    );
  }
}

const FOUND = `select current_user::text as role, current_setting('timezone') as timezone, current_setting('${MARK}', true) as mark`;

/** Asks each new connection of a pool, once, whether it is what the options of its URL say. */
export function checkSession(url: string) {
  const options = new URL(url).searchParams.get('options') ?? '';
  const required = {
    role: lastOf(options, 'role'),
    timezone: lastOf(options, 'timezone'),
    mark: lastOf(options, MARK),
  };
  return (client: PoolClient, done: (error?: Error) => void): void => {
    // A client that is checked out has lost the pool's own listener, and is checked out while it is asked, before anybody can give it one:
    // without one, a connection that breaks would end the process.
    client.on('error', () => undefined);
    client.query<Session>(FOUND).then(
      ({ rows: [found] }) =>
        done(found === undefined || agrees(found, required) ? undefined : new SessionDiffers(found, required)),
      (error: unknown) => done(error as Error),
    );
  };
}

/** Without a role in the options a connection acts as whoever logs in. */
function agrees(found: Session, required: Session): boolean {
  const { role = found.role, timezone, mark } = required;
  return found.role === role && found.timezone === timezone && found.mark === mark;
}

/** The last setting of a name wins, as it does for the server. */
function lastOf(options: string, name: string): string | undefined {
  return [...options.matchAll(/-c\s*([\w.]+)=(\S+)/g)].findLast(([, each]) => each === name)?.[2];
}

function textOf({ role = 'any role', timezone = 'any', mark = 'none' }: Session): string {
  return `${role}, timezone ${timezone}, ${MARK} ${mark}`;
}
