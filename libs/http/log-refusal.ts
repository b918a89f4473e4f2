import type { FastifyRequest } from 'fastify';
import type { Problem } from '#libs/hosting';
import { pathOf } from './path-of.ts';

/** What a log has to be able to do. */
interface RefusalLog {
  info(facts: object, message: string): void;
}

/** One line for a request that is refused for who sends it, with the reason and never with the token; for others nothing. */
export function logRefusal(log: RefusalLog, request: FastifyRequest, { body }: Problem): void {
  const { status, title, code, detail, found, required } = body;
  if (status !== 401 && status !== 403) return;
  log.info({ code, detail, found, required, method: request.method, path: pathOf(request) }, title);
}
