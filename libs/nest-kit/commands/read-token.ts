import { edgeProblem } from '#libs/hosting';
import { isUuid, type Uuid } from '#libs/kernel';

/**
 * The read-your-writes token: names the last event of a command. It is opaque to callers; its position may not be known yet
 * when it is issued.
 */
export function readTokenFor(lastEvent: Uuid | undefined): string {
  return Buffer.from(JSON.stringify({ e: lastEvent ?? null })).toString('base64url');
}

/** The event that a token names; undefined when there is nothing to wait for. @throws Problem API_MALFORMED */
export function eventOfReadToken(token: string): Uuid | undefined {
  const content = contentOf(token);
  if (content === null) return undefined;
  if (typeof content === 'string' && isUuid(content)) return content;
  throw edgeProblem('API_MALFORMED', {
    errors: [{ path: '/readToken', message: 'not a read token returned by a command' }],
  });
}

function contentOf(token: string): unknown {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && 'e' in parsed ? parsed.e : undefined;
  } catch {
    return undefined;
  }
}
