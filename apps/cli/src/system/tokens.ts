import { z } from 'zod';
import { WrongUse } from '../failures.ts';
import { reached, type TokenSource } from './api.ts';

const issued = z.object({ token: z.string() });
const CLAIMS = { sub: 'command-line', roles: ['admin', 'auditor'] };

/** The token that was given, or one of the development issuer of the system. @throws WrongUse where there is neither */
export function tokenSource(given: string | undefined, url: string, signal: AbortSignal): TokenSource {
  if (given !== undefined && given !== '') return () => Promise.resolve(given);
  return () => developmentToken(url, signal);
}

async function developmentToken(url: string, signal: AbortSignal): Promise<string> {
  const { status, answer } = await reached(url, signal, async () => {
    const response = await fetch(`${url}/development/tokens`, {
      method: 'POST',
      signal,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(CLAIMS),
    });
    return { status: response.status, answer: issued.safeParse(parsed(await response.text())) };
  });
  if (answer.success) return answer.data.token;
  throw new WrongUse(
    `the system at ${url} gives no development token (${String(status)}): ` +
      `set GRAPPE_TOKEN to a bearer token with the roles ${CLAIMS.roles.join(' and ')}`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
