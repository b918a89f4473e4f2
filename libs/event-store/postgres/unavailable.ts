import { StoreUnavailable } from '../errors.ts';

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
/** What pg says without a code when a connection ends under a query or a pool was ended. */
const CONNECTION_MESSAGES =
  /Connection terminated|connection is closed|not queryable|after calling end on the pool|timeout exceeded when trying to connect/;

export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof StoreUnavailable) return true;
  const code = codeOf(error);
  if (code !== undefined) return CONNECTION_STATES.test(code) || CONNECTION_ERRNOS.includes(code);
  return (
    typeof error === 'object' && error !== null && 'message' in error && CONNECTION_MESSAGES.test(String(error.message))
  );
}

/** Two appends met in an index or locked each other out: the same append again is judged on what the other one left. */
export function isCollision(error: unknown): boolean {
  return ['23505', '40P01', '40001'].includes(codeOf(error) ?? '');
}

/** The error as the port names it: a lost connection is a StoreUnavailable, anything else stays what it is. */
export function asStoreError(error: unknown): unknown {
  if (!isConnectionLoss(error) || error instanceof StoreUnavailable) return error;
  return new StoreUnavailable('the database cannot be reached', { cause: error });
}

/** Runs a piece of work whose connection may be lost. @throws StoreUnavailable */
export async function reachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStoreError(error);
  }
}
