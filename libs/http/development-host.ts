import type { FastifyInstance } from 'fastify';
import { edgeProblem, isLoopbackHost } from '#libs/hosting';

/**
 * The development issuer answers this machine under its own names only. A page from elsewhere whose name was bound anew to a loopback
 * address (DNS rebinding) is of the same origin for its browser, and shows in its `Host` header. Registered before the routes are.
 */
export function requireLoopbackHost(instance: FastifyInstance): void {
  instance.addHook('onRequest', async ({ headers, routeOptions }) => {
    if (routeOptions.url?.startsWith('/development/') !== true || isLoopbackHost(headers.host)) return;
    throw edgeProblem('API_FORBIDDEN', {
      found: `Host: ${headers.host ?? ''}`,
      required: 'a Host header that names this machine: localhost, 127.0.0.1 or [::1]',
    });
  });
}
