import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import {
  clockOf,
  contextRole,
  InvalidConfig,
  kurrentUrlOf,
  messagesOf,
  Runtime,
  VERSION,
  type Config,
} from '#libs/hosting';
import { startTelemetry, type Telemetry } from '#libs/hosting/telemetry';
import type { Clock, IdSource } from '#libs/kernel';
import { busOf, createApplication } from './application.ts';
import { startAuthentication } from './auth/authentication.ts';
import { contextOfModule } from './context-module.ts';
import { operationsTable } from './http/operations.queries.ts';

export interface ServiceOptions {
  /** The module of the context: a class with `@ContextModule`. */
  readonly module: Type;
  readonly config: Config;
  readonly log: Logger;
  readonly clock?: Clock | undefined;
  readonly ids?: IdSource | undefined;
  /** Where it tells what it does. Default: as the settings say. */
  readonly telemetry?: Telemetry | undefined;
  /** After a fault of which consumers do not recover; ends the process with exit code 1 unless told. */
  readonly onFatal?: ((error: unknown) => void) | undefined;
}

export interface Service {
  readonly url: string;
  readonly runtime: Runtime;
  /** Answers requests that are under way, ends the consumers, then the store and its connections. */
  stop(): Promise<void>;
}

/**
 * One context as a process of its own, on a database that `provisionDatabase` has prepared: every connection acts as the
 * context's role. Positions are given elsewhere.
 * @throws InvalidConfig, DevelopmentIssuerInProduction, SchemaOlder and the other errors of `requireMigrated`
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { module, config, log, clock, ids, onFatal = exit } = options;
  const context = contextOfModule(module);
  const authentication = await startAuthentication(config);
  if (config.DATABASE_URL === undefined) {
    throw new InvalidConfig(`DATABASE_URL is not set: the database in which ${contextRole(context.name)} may write`);
  }
  const settings = { kind: 'service', service: context.name, config, log } as const;
  const telemetry = options.telemetry ?? (await startTelemetry(settings));
  const runtime = await Runtime.start({
    databaseUrl: config.DATABASE_URL,
    kurrentUrl: kurrentUrlOf(config),
    contexts: [context],
    clock: clock ?? clockOf(config),
    ids,
    holder: `${context.name} ${String(process.pid)}`,
    leaseTtlMs: config.LEASE_TTL_MS,
    standstillMs: config.STANDSTILL_MS,
    spread: config.SPREAD,
    log,
    openMessages: messagesOf(config, `grappe-${context.name}`, log),
    onFatal,
    telemetry,
    role: contextRole(context.name),
  });
  let application: NestFastifyApplication | undefined;
  const stop = async (): Promise<void> => {
    await application?.close();
    await runtime.stop();
    await telemetry.close();
  };
  try {
    application = await createApplication({
      runtime,
      modules: [module],
      queries: [operationsTable(() => runtime)],
      authentication,
      config,
      log,
      version: VERSION,
      docsPath: `docs/${context.name}`,
    });
    runtime.react(busOf(application));
    await application.listen({ host: config.HOST, port: config.PORT });
    const { port } = new URL(await application.getUrl());
    const url = `http://${config.HOST}:${port}`;
    log.info({ url, service: context.name }, 'ready');
    return { url, runtime, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Better dead, and started again by whoever watches, than deaf; its last words are for him, who may not keep the log. */
function exit(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exit(1);
}
