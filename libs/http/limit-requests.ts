import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';

/**
 * So many requests a second from each client, whatever their path: one that does not exist costs a look as well. Probes of health are not
 * counted, so that no load makes a process look ill. Who the client is behind a proxy is the business of `trustProxy`. Registered before
 * the routes are.
 */
export async function limitRequests(instance: FastifyInstance, max: number): Promise<void> {
  await instance.register(rateLimit, {
    global: false,
    max,
    timeWindow: 1_000,
    allowList: ({ routeOptions }) => routeOptions.url?.startsWith('/health/') === true,
  });
  instance.addHook('onRequest', instance.rateLimit());
}
