import { edgeProblem } from '#libs/hosting';
import { isUuid, type Uuid } from '#libs/kernel';
import { restoredSince } from '../http/restored.ts';

/**
 * The read-your-writes token: names the last event of a command, and the epoch of the ledger that holds it. It is opaque to
 * callers; the event's position may not be known yet when it is issued.
 */
export function readTokenFor(epoch: Uuid, lastEvent: Uuid | undefined): string {
  return Buffer.from(JSON.stringify({ l: epoch, e: lastEvent ?? null })).toString('base64url');
}

/**
 * The event that a token names; undefined when there is nothing to wait for. @throws Problem API_MALFORMED, and API_RESTORED_SINCE
 * for a token of another epoch: the event may be gone, and nothing would ever reach it
 */
export function eventOfReadToken(epoch: Uuid, token: string): Uuid | undefined {
  const { l, e } = contentOf(token);
  const isOurs = typeof l === 'string' && (e === null || (typeof e === 'string' && isUuid(e)));
  if (!isOurs) {
    throw edgeProblem('API_MALFORMED', {
      errors: [{ path: '/readToken', message: 'not a read token returned by a command' }],
    });
  }
  if (l !== epoch) throw restoredSince('/readToken', 'read without the token');
  return e ?? undefined;
}

function contentOf(token: string): { readonly l?: unknown; readonly e?: unknown } {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
