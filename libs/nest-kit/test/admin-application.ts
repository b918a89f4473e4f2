import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { Role } from '#libs/commands';
import { readConfig, type ContextDefinition, type Runtime } from '#libs/hosting';
import { moduleOver } from '../context-module.ts';
import { createApplication } from '../application.ts';
import { startAuthentication } from '../auth/authentication.ts';
import { adminTable } from '../http/admin.queries.ts';

/** The admin routes of a runtime over HTTP, and tokens for each role. The caller closes the application, then the runtime. */
export async function openAdmin(
  runtime: Runtime,
  contexts: readonly ContextDefinition[],
): Promise<{ readonly application: NestFastifyApplication; readonly token: (role: Role) => Promise<string> }> {
  const config = readConfig({ AUTH: 'development', NODE_ENV: 'test' });
  const log = pino({ level: 'silent' });
  const authentication = await startAuthentication(config, log);
  const application = await createApplication({
    runtime,
    modules: contexts.map(moduleOver),
    queries: [adminTable(() => runtime)],
    authentication,
    config,
    commandKey: 'of the commands of every test application',
    log,
  });
  await application.getHttpAdapter().getInstance().ready();
  const token = async (role: Role): Promise<string> =>
    String(await authentication.developmentIssuer?.issue({ sub: role, roles: [role], clusters: [] }));
  return { application, token };
}
