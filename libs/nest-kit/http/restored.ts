import { edgeProblem, type Problem } from '#libs/hosting';

/** The problem of a token or cursor of another epoch of the ledger; `instead` says what its holder does now. */
export function restoredSince(path: string, instead: string): Problem {
  const message = `it is of a time before the system was restored from a backup: ${instead}`;
  return edgeProblem('API_RESTORED_SINCE', { errors: [{ path, message }] });
}
