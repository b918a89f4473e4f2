import { Controller, HttpCode, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CommandTable, PeopleCommand } from '#libs/commands';
import { edgeProblem } from '#libs/hosting';
import { RequireRoles } from '../auth/token.guard.ts';
import { headerOf } from '../http/header-of.ts';
import { COMMAND_EDGE } from '../tokens.ts';
import type { ViewedRequest } from '../viewer.ts';
import type { CommandAnswer, CommandEdge } from './command-edge.ts';

type Request = FastifyRequest & ViewedRequest;

/** The controller of one resource: a `POST` route for each row of its table. */
export function commandController(table: CommandTable): Type {
  class CommandController {
    constructor(readonly edge: CommandEdge) {}
  }
  Object.defineProperty(CommandController, 'name', { value: `${table.context}-${table.resource}-commands` });
  Inject(COMMAND_EDGE)(CommandController, undefined, 0);
  Reflect.defineMetadata('design:paramtypes', [Object], CommandController);
  Controller(`api/v1/${table.context}/${table.resource}`)(CommandController);
  for (const row of table.rows) addRoute(CommandController.prototype, row);
  return CommandController;
}

function addRoute(prototype: { readonly edge: CommandEdge }, row: PeopleCommand): void {
  const name = row.verb ?? 'create';
  const handler = async function (
    this: { readonly edge: CommandEdge },
    request: Request,
    reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return await handle(this.edge, row, request, reply);
  };
  const descriptor: PropertyDescriptor = { value: handler, writable: true, configurable: true };
  Object.defineProperty(prototype, name, descriptor);
  Req()(prototype, name, 0);
  Res({ passthrough: true })(prototype, name, 1);
  Reflect.defineMetadata('design:paramtypes', [Object, Object], prototype, name);
  for (const decorate of routeDecorators(row)) decorate(prototype, name, descriptor);
}

function routeDecorators(row: PeopleCommand): readonly MethodDecorator[] {
  const roles = RequireRoles(...row.roles);
  return row.verb === undefined ? [roles, Post(), HttpCode(201)] : [roles, Post(`:id/${row.verb}`), HttpCode(200)];
}

async function handle(
  edge: CommandEdge,
  row: PeopleCommand,
  request: Request,
  reply: FastifyReply,
): Promise<CommandAnswer> {
  if (request.viewer === undefined) throw edgeProblem('API_UNAUTHENTICATED');
  const answer = await edge.execute({
    row,
    viewer: request.viewer,
    body: request.body,
    pathId: (request.params as { readonly id?: string }).id,
    idempotencyKey: headerOf(request, 'idempotency-key'),
    ifMatch: headerOf(request, 'if-match'),
    traceparent: headerOf(request, 'traceparent'),
  });
  if (answer.revision !== null) void reply.header('etag', `"${String(answer.revision)}"`);
  return answer;
}
