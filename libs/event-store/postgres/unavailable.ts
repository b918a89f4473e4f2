import { errorCode, isConnectionLoss } from '#libs/postgres';
import { StoreUnavailable } from '../errors.ts';

/** Two appends met in an index or locked each other out: the same append again is judged on what the other one left. */
export function isCollision(error: unknown): boolean {
  return ['23505', '40P01', '40001'].includes(errorCode(error) ?? '');
}

/** The error as the port names it: a lost connection is a StoreUnavailable, anything else stays what it is. */
export function asStoreError(error: unknown): unknown {
  if (error instanceof StoreUnavailable || !isConnectionLoss(error)) return error;
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
