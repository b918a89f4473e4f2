/**
 * - `no-binaries`: no PostgreSQL package for this platform is installed;
 * - `unreachable-folder`: the user that runs the server cannot enter the data folder;
 * - `no-service-user`: the process is root and there is no unprivileged user to run the server as;
 * - `failed`: the server or `initdb` ended with an error (its last lines are in the message).
 */
export type UnavailableReason = 'no-binaries' | 'unreachable-folder' | 'no-service-user' | 'failed';

/** The embedded server cannot run here. The message says why and what to do. */
export class PostgresUnavailable extends Error {
  override readonly name = 'PostgresUnavailable';
  constructor(
    readonly reason: UnavailableReason,
    explanation: string,
  ) {
    super(
      `The embedded PostgreSQL cannot be used: ${explanation}\n` +
        'To use a server of your own instead, set DATABASE_URL (for example postgres://user:password@localhost:5432/grappe).',
    );
  }
}
