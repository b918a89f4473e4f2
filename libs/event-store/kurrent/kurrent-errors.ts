import { StoreUnavailable } from '../errors.ts';

/** The server cannot append to several streams at once, or not check others with it, without which no append of this store is safe (ADR 6). */
export class MultiStreamAppendUnsupported extends Error {
  override readonly name = 'MultiStreamAppendUnsupported';
  constructor(
    /** The first version of the server that can. */
    readonly required: string,
    options?: ErrorOptions,
  ) {
    super(
      `this KurrentDB cannot append to several streams at once and check others; needed is a server of version ${required}`,
      options,
    );
  }
}

/** KurrentDB and the ledger beside it are not of one history (one of them was restored, or the URL names another server). */
export class LedgerDiverged extends Error {
  override readonly name = 'LedgerDiverged';
  constructor(
    readonly position: bigint,
    readonly found: string,
    readonly required: string,
  ) {
    super(`position ${String(position)} of the ledger: found ${found} in KurrentDB; required ${required}`);
  }
}

/** An event in one of the store's streams that the store did not write; no position is given until an operator has decided. */
export class ForeignEvent extends Error {
  override readonly name = 'ForeignEvent';
  constructor(
    readonly stream: string,
    readonly revision: bigint,
    readonly found: string,
  ) {
    super(`${stream} at revision ${String(revision)} was not written by this store: ${found}`);
  }
}

/** The client's errors for a server that cannot be reached. After some of them the outcome of a write is unknown. */
const AWAY: readonly unknown[] = ['unavailable', 'deadline-exceeded', 'cancelled', 'timeout', 'not-leader'];

/** What kind of error the client reports; `instanceof` does not work across the realms of a test run. */
export function errorType(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
}

/** The error as the port names it: a server that is away is a StoreUnavailable, anything else stays what it is. */
export function asPortError(error: unknown): unknown {
  if (!AWAY.includes(errorType(error))) return error;
  return new StoreUnavailable('KurrentDB cannot be reached', { cause: error });
}
