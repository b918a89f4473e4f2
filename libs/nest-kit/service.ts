import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  announcedUrl,
  clockOf,
  commandKeyOf,
  contextRole,
  InvalidConfig,
  kurrentUrlOf,
  messagesOf,
  personalSettingsOf,
  Runtime,
  type QueryTable,
  type RuntimeOptions,
} from '#libs/hosting';
import type { Config } from '#libs/hosting';
import { terminalLines } from '#libs/kernel';
import { startTelemetry } from '#libs/hosting/telemetry';
import { busOf, createApplication, type ApplicationOptions } from './application.ts';
import { startAuthentication } from './auth/authentication.ts';
import { contextOfModule } from './context-module.ts';
import { adminTable } from './http/admin.queries.ts';

export interface Service {
  readonly url: string;
  readonly runtime: Runtime;
  /** Answers requests that are under way, ends the consumers, then the store and its connections. */
  stop(): Promise<void>;
}

/** The options that differ between services; the rest is in the settings. */
export interface ServeOptions
  extends
    Pick<ApplicationOptions, 'modules' | 'authentication' | 'config' | 'log' | 'docsPath'>,
    Pick<RuntimeOptions, 'databaseUrl' | 'clock' | 'telemetry' | 'openMessages' | 'onFatal' | 'role'> {
  /** The name of the service. */
  readonly name: string;
  /** The queries on the service besides its admin routes and its health. */
  readonly queries?: readonly QueryTable[];
}

/** Runs the contexts of these modules and serves them. Stops what it started when a later part fails. */
export async function serveContexts(options: ServeOptions): Promise<Service> {
  const { name, modules, queries = [], authentication, config, log, docsPath, ...running } = options;
  const telemetry = options.telemetry ?? (await startTelemetry({ kind: 'service', service: name, config, log }));
  const started: (() => Promise<void>)[] = [() => telemetry.close()];
  const stop = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const commandKey = await commandKeyOf(config);
    const personal = await personalSettingsOf(config);
    const runtime = await Runtime.start({
      ...running,
      contexts: modules.map(contextOfModule),
      personal,
      kurrentUrl: kurrentUrlOf(config),
      holder: `${name} ${String(process.pid)}`,
      leaseTtlMs: config.LEASE_TTL_MS,
      stallMs: config.STALL_MS,
      shards: config.SHARDS,
      log,
      telemetry,
    });
    started.push(() => runtime.stop());
    const tables = [adminTable(() => runtime), ...queries];
    const application = await createApplication({
      runtime,
      modules,
      queries: tables,
      authentication,
      config,
      commandKey,
      log,
      docsPath,
    });
    started.push(() => application.close());
    runtime.react(busOf(application));
    return { url: await listen(application, config), runtime, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Listens where the settings say. @returns its URL with the actual port */
export async function listen(application: NestFastifyApplication, { HOST, PORT }: Config): Promise<string> {
  await application.listen({ host: HOST, port: PORT });
  const { port } = new URL(await application.getUrl());
  return announcedUrl(HOST, port);
}

export interface ServiceOptions extends Pick<ServeOptions, 'config' | 'log' | 'telemetry'> {
  /** The module of the context: a class with `@ContextModule`. */
  readonly module: Type;
  /** After a fault of which consumers do not recover. Default: ends the process with exit code 1. */
  readonly onFatal?: ((error: unknown) => void) | undefined;
}

/**
 * One context as a process of its own, on a database that `provisionDatabase` has prepared: every connection acts as the
 * context's role. The relay gives the positions.
 * @throws InvalidConfig, SchemaOlder and the other errors of `requireMigrated`
 */
export async function startService({ module, onFatal = exit, ...options }: ServiceOptions): Promise<Service> {
  const { config, log } = options;
  const { name } = contextOfModule(module);
  const role = contextRole(name);
  const authentication = await startAuthentication(config, log);
  const { DATABASE_URL: databaseUrl } = config;
  if (databaseUrl === undefined)
    throw new InvalidConfig(`DATABASE_URL is not set: the database in which ${role} may write`);
  const service = await serveContexts({
    ...options,
    name,
    modules: [module],
    authentication,
    databaseUrl,
    role,
    clock: clockOf(config),
    openMessages: messagesOf(config, `grappe-${name}`, log),
    onFatal,
    docsPath: `docs/${name}`,
  });
  log.info({ url: service.url, service: name }, 'ready');
  return service;
}

/** A process that cannot answer ends, so that its supervisor restarts it; the last line on stderr is for a supervisor without the log. */
function exit(error: unknown): void {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  process.stderr.write(terminalLines(`${said}\n`));
  process.exit(1);
}
