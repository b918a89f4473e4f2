import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

const POLICY = 'content-security-policy';

/**
 * The headers that keep pages to themselves. Only a page that came over https has the browser ask for its scripts over https: over http
 * from another machine they would be asked of a port that speaks none, and `/docs` would stay blank. Behind a proxy that ends TLS,
 * `trustProxy` tells. Registered before the routes are.
 */
export async function addSecurityHeaders(instance: FastifyInstance): Promise<void> {
  await instance.register(helmet, { contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
  instance.addHook('onRequest', (request, reply, done) => {
    const policy = reply.getHeader(POLICY);
    if (request.protocol === 'https') reply.header(POLICY, `${String(policy)};upgrade-insecure-requests`);
    done();
  });
}
