import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { Module, StandardSchemaValidationPipe, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, ModulesContainer, NestFactory } from '@nestjs/core';
import { CommandBus as NestCommandBus, CqrsModule } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { Logger } from 'pino';
import type { CommandBus, CommandServices } from '#libs/commands';
import { asyncApiDocument } from '#libs/contracts';
import type { Clock } from '#libs/kernel';
import { FaultLog, type Config } from '#libs/hosting';
import type { Authentication } from './auth/authentication.ts';
import { DevelopmentIssuer } from './auth/development-issuer.ts';
import { DevelopmentTokensController } from './auth/development-tokens.controller.ts';
import { TokenGuard } from './auth/token.guard.ts';
import { busOver, requireHandlers } from './bus/command-handlers.ts';
import { measuredPerform } from './bus/measured-perform.ts';
import { CommandEdge } from './commands/command-edge.ts';
import { onUnlistedRefusal } from './commands/refusal.ts';
import { commandsOf, contextOfModule } from './context-module.ts';
import { HealthController, type HealthSource } from './http/health.controller.ts';
import { MetricsController } from './http/metrics.controller.ts';
import { nestLogger } from './http/nest-logger.ts';
import { openApiDocument } from './http/openapi.ts';
import { malformed } from './http/parse.ts';
import { addRequestSpans } from './http/request-spans.ts';
import { ReadTokenInterceptor } from './http/read-token.interceptor.ts';
import type { QueryServices } from './queries/execute-query.ts';
import { ProblemFilter } from './problem/problem.filter.ts';
import {
  AUTHENTICATOR,
  CLOCK,
  COMMAND_BUS,
  COMMAND_EDGE,
  CONTEXTS,
  EVENT_STORE,
  METRICS,
  PERFORM_COMMAND,
  QUERY_SERVICES,
  READ_MODELS,
  RUNTIME,
} from './tokens.ts';

/** What HTTP needs of the process behind it. */
export type ApplicationRuntime = CommandServices & HealthSource & QueryServices & { readonly clock: Clock };

export interface ApplicationOptions {
  readonly runtime: ApplicationRuntime;
  /** The modules of the contexts that it runs: classes with `@ContextModule`. */
  readonly modules: readonly Type[];
  /** Controllers of the process itself, beside those of the contexts. */
  readonly controllers?: readonly Type[];
  readonly authentication: Authentication;
  readonly config: Config;
  readonly log: Logger;
  readonly version: string;
  /** Where the interactive documentation is; `docs` unless told. */
  readonly docsPath?: string | undefined;
}

/** Long enough for an id, a date and a cursor; anything longer is no request of ours. */
const MAX_PARAM_LENGTH = 400;
const CONNECTION_TIMEOUT_MS = 30_000;

@Module({})
class GrappeModule {}

/** The HTTP application of a process: the edge and the contexts that the process runs. It does not listen yet. */
export async function createApplication(options: ApplicationOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: options.config.BODY_LIMIT_BYTES,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
  });
  const { spans } = options.runtime.telemetry;
  if (spans !== undefined) addRequestSpans(adapter.getInstance(), spans);
  const application = await NestFactory.create<NestFastifyApplication>(moduleOf(options), adapter, {
    logger: nestLogger(options.log),
    abortOnError: false,
  });
  await application.register(helmet);
  await application.register(rateLimit, { max: options.config.RATE_LIMIT_PER_SECOND, timeWindow: 1_000 });
  // Only JSON is a body here; anything else is told so (415) and not taken as text.
  adapter.getInstance().removeContentTypeParser('text/plain');
  await application.init();
  requireHandlers(application.get(ModulesContainer), options.modules.map(contextOfModule).flatMap(commandsOf));
  serveDocument(application, options);
  return application;
}

/** Written when somebody first asks: to write them is a third of a start, and most processes are never asked. */
function serveDocument(application: NestFastifyApplication, { version, docsPath = 'docs' }: ApplicationOptions): void {
  const openApi = once(() => openApiDocument(application, version));
  SwaggerModule.setup(docsPath, application, openApi);
  serveJson(application, '/openapi.json', openApi);
  serveJson(application, '/asyncapi.json', asyncApiDocument);
}

function serveJson(application: NestFastifyApplication, path: string, document: () => object): void {
  const text = once(() => JSON.stringify(document()));
  application
    .getHttpAdapter()
    .getInstance()
    .get(path, (_request, reply) => {
      void reply.type('application/json').send(text());
    });
}

/** Documents do not change while a process lives. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The bus of an application, for whoever sends commands beside HTTP. */
export function busOf(application: NestFastifyApplication): CommandBus {
  return application.get<CommandBus>(COMMAND_BUS);
}

/** A module for each context, and around them what they are given; filters, guards and pipes stand around everything. */
function moduleOf(options: ApplicationOptions): DynamicModule {
  const { modules, authentication, controllers = [] } = options;
  return {
    module: GrappeModule,
    imports: [CqrsModule.forRoot(), servicesModule(options), ...modules],
    controllers: [
      HealthController,
      MetricsController,
      ...(authentication.developmentIssuer === undefined ? [] : [DevelopmentTokensController]),
      ...controllers,
    ],
    providers: [...globalProviders(options.log)],
  };
}

@Module({})
class ServicesModule {}

/** What the process hands to controllers and handlers. */
function servicesModule({ runtime, authentication, modules, config, log }: ApplicationOptions): DynamicModule {
  const onUnlisted = onUnlistedRefusal(config.NODE_ENV, new FaultLog(log));
  const values: readonly (readonly [symbol | typeof DevelopmentIssuer, unknown])[] = [
    [RUNTIME, runtime],
    [READ_MODELS, runtime.readModels],
    [EVENT_STORE, runtime.store],
    [CLOCK, runtime.clock],
    [CONTEXTS, modules.map(contextOfModule)],
    [METRICS, { metrics: runtime.telemetry.metrics, token: config.METRICS_TOKEN }],
    [QUERY_SERVICES, runtime],
    [PERFORM_COMMAND, measuredPerform(runtime)],
    [AUTHENTICATOR, authentication.authenticator],
    ...(authentication.developmentIssuer === undefined
      ? []
      : [[DevelopmentIssuer, authentication.developmentIssuer] as const]),
  ];
  const providers: Provider[] = [
    ...values.map(([provide, useValue]) => ({ provide, useValue })),
    { provide: COMMAND_BUS, inject: [NestCommandBus], useFactory: busOver },
    {
      provide: COMMAND_EDGE,
      inject: [COMMAND_BUS],
      useFactory: (bus: CommandBus) => new CommandEdge({ bus, clock: runtime.clock, ids: runtime.ids }, onUnlisted),
    },
  ];
  return { module: ServicesModule, global: true, providers, exports: providers };
}

function globalProviders(log: Logger): readonly Provider[] {
  const pipe = new StandardSchemaValidationPipe({ exceptionFactory: malformed });
  return [
    { provide: APP_FILTER, useValue: new ProblemFilter(log) },
    { provide: APP_GUARD, useClass: TokenGuard },
    { provide: APP_PIPE, useValue: pipe },
    { provide: APP_INTERCEPTOR, useClass: ReadTokenInterceptor },
  ];
}
