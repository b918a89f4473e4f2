import type { FastifyRequest } from 'fastify';

/** The path of a request, for logs and traces: what a caller asks for, in the query, may name persons. */
export function pathOf({ url }: Pick<FastifyRequest, 'url'>): string {
  return url.split('?', 1)[0] ?? url;
}
