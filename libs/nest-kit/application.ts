import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, ModulesContainer, NestFactory } from '@nestjs/core';
import { CommandBus as NestCommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { Logger } from 'pino';
import type { CommandBus, CommandServices } from '#libs/commands';
import { asyncApiDocument } from '#libs/contracts';
import type { Clock } from '#libs/kernel';
import { FaultLog, type Config, type QueryTable } from '#libs/hosting';
import { addSecurityHeaders, limitRequests, methodsByPath, problemAnswers, requireLoopbackHost } from '#libs/http';
import type { Authentication } from './auth/authentication.ts';
import { developmentTokens } from './auth/development-issuer.ts';
import { TokenGuard } from './auth/token.guard.ts';
import { busOver, requireHandlers } from './bus/command-bus.ts';
import { RUNTIME } from './bus/row-handler.ts';
import { CommandEdge } from './commands/command-controller.ts';
import { refusalCheck } from './commands/refusal.ts';
import { commandsOf, contextOfModule, queryTablesOf } from './context-module.ts';
import { healthTable, type HealthSource } from './http/health.queries.ts';
import { acceptJsonBodies } from './http/json-body.ts';
import { nestLogger } from './http/nest-logger.ts';
import { serveMetrics } from './http/process-routes.ts';
import { openApiDocument } from './openapi/document.ts';
import { admitParameters, readQuery } from './http/query-string.ts';
import { addRequestSpans } from './http/request-spans.ts';
import type { QueryServices } from './queries/execute-query.ts';
import { QueryEdge, queryController, queryHandlers } from './queries/query-controller.ts';
import { ProblemFilter, type RefuseRoute } from './problem/problem-of.ts';

/** What HTTP needs of the process behind it. */
export type ApplicationRuntime = CommandServices & HealthSource & QueryServices & { readonly clock: Clock };

export interface ApplicationOptions {
  readonly runtime: ApplicationRuntime;
  /** The modules of the contexts that it runs: classes with `@ContextModule`. */
  readonly modules: readonly Type[];
  /** The queries on the process itself, besides its contexts and its health. */
  readonly queries?: readonly QueryTable[];
  readonly authentication: Authentication;
  readonly config: Config;
  /** Under which the bodies of commands are hashed; the same in every process of the installation. */
  readonly commandKey: string;
  readonly log: Logger;
  /** The path of the interactive documentation; false: none is served. Default: `docs`. */
  readonly docsPath?: string | false | undefined;
}

/** Long enough for an id, a date and a cursor. */
const MAX_PARAM_LENGTH = 400;
const CONNECTION_TIMEOUT_MS = 30_000;
/** How long a request may take to arrive, its body included. */
const REQUEST_TIMEOUT_MS = 60_000;

@Module({})
class GrappeModule {}

/** The HTTP application of a process: the edge and the contexts that the process runs. It does not listen yet. */
export async function createApplication(options: ApplicationOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: options.config.BODY_LIMIT_BYTES,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: options.config.TRUST_PROXY ?? false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, querystringParser: readQuery },
    ...problemAnswers,
  });
  const refuseRoute = methodsByPath(adapter.getInstance());
  const { spans } = options.runtime.telemetry;
  if (spans !== undefined) addRequestSpans(adapter.getInstance(), spans);
  const application = await NestFactory.create<NestFastifyApplication>(moduleOf(options, refuseRoute), adapter, {
    logger: nestLogger(options.log),
    abortOnError: false,
    bodyParser: false,
  });
  await addSecurityHeaders(adapter.getInstance());
  await limitRequests(adapter.getInstance(), options.config.RATE_LIMIT_PER_SECOND);
  requireLoopbackHost(adapter.getInstance());
  acceptJsonBodies(adapter.getInstance());
  admitParameters(adapter.getInstance());
  await application.init();
  requireHandlers(application.get(ModulesContainer), options.modules.map(contextOfModule).flatMap(commandsOf));
  const { metrics } = options.runtime.telemetry;
  serveMetrics(application, { metrics, token: options.config.METRICS_TOKEN, log: options.log });
  serveDocument(application, options);
  return application;
}

/** Written at the first request: it takes a third of a start, and most processes never need it. */
function serveDocument(application: NestFastifyApplication, options: ApplicationOptions): void {
  const { modules, docsPath = 'docs' } = options;
  const contexts = modules.map(contextOfModule);
  const commands = contexts.flatMap((context) => context.commands);
  const queries = [...processTables(options), ...contexts.flatMap(queryTablesOf)];
  const openApi = once(() => openApiDocument(commands, queries));
  if (docsPath !== false) SwaggerModule.setup(docsPath, application, openApi);
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

/** The bus of an application, for commands that do not come over HTTP. */
export function busOf(application: NestFastifyApplication): CommandBus {
  return busOver(application.get(NestCommandBus));
}

/** A module for each context with its dependencies; filter and guard apply to all of them. */
function moduleOf(options: ApplicationOptions, refuseRoute: RefuseRoute): DynamicModule {
  const tables = processTables(options);
  const { authenticator } = options.authentication;
  return {
    module: GrappeModule,
    imports: [CqrsModule.forRoot(), servicesModule(options), ...options.modules],
    controllers: tables.map(queryController),
    providers: [
      { provide: APP_FILTER, useValue: new ProblemFilter(options.log, refuseRoute) },
      { provide: APP_GUARD, useValue: new TokenGuard(authenticator, options.runtime.clock) },
      ...tables.flatMap(queryHandlers),
    ],
  };
}

/** The queries on the process itself, for routes and document. */
function processTables({ runtime, authentication, queries = [] }: ApplicationOptions): readonly QueryTable[] {
  const { developmentIssuer } = authentication;
  return [
    healthTable(() => runtime),
    ...(developmentIssuer === undefined ? [] : [developmentTokens(developmentIssuer)]),
    ...queries,
  ];
}

@Module({})
class ServicesModule {}

/** What the process hands to controllers and handlers. */
function servicesModule({ runtime, config, commandKey, log }: ApplicationOptions): DynamicModule {
  const { clock, ids, store, actors } = runtime;
  const checkRefusal = refusalCheck(config.NODE_ENV, new FaultLog(log));
  const edgeOver = (nest: NestCommandBus) =>
    new CommandEdge({ bus: busOver(nest), clock, ids, checkRefusal, actors, epoch: store.epoch, commandKey });
  const queriesOver = (queries: QueryBus, nest: NestCommandBus) =>
    new QueryEdge(queries, { commands: busOver(nest), clock, ids, actors });
  const providers: Provider[] = [
    { provide: RUNTIME, useValue: runtime },
    { provide: CommandEdge, inject: [NestCommandBus], useFactory: edgeOver },
    { provide: QueryEdge, inject: [QueryBus, NestCommandBus], useFactory: queriesOver },
  ];
  return { module: ServicesModule, global: true, providers, exports: providers };
}
