/** SQLSTATE classes and codes after which a connection, not a statement, is at fault. */
const CONNECTION_STATES = /^(08|57P|53300)/;
const CONNECTION_ERRNOS: readonly string[] = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'EHOSTUNREACH',
  'ENOTFOUND',
];
/** The errors of a server that does not know a prepared statement, or knows it already. */
const NOT_PREPARED: readonly string[] = ['26000', '42P05'];
/** What pg says without a code when a connection ends under a query or a pool was ended. */
const CONNECTION_MESSAGES =
  /Connection terminated|connection is closed|not queryable|after calling end on the pool|timeout exceeded when trying to connect/;

/** The `code` of an error of the driver or of the network; undefined where it has none. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether the database could not be reached, or went away: nothing is wrong with what was asked. */
export function isConnectionLoss(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== undefined) return CONNECTION_STATES.test(code) || CONNECTION_ERRNOS.includes(code);
  return (
    typeof error === 'object' && error !== null && 'message' in error && CONNECTION_MESSAGES.test(String(error.message))
  );
}

/** Whether a prepared statement met another connection than the one that prepared it: a pooler changed them between. */
export function isPoolerSwitch(error: unknown): boolean {
  return NOT_PREPARED.includes(errorCode(error) ?? '');
}
