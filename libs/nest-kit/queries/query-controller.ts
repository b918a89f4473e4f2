import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { edgeProblem, routeOf, type QueryRow, type QueryTable } from '#libs/hosting';
import { Public } from '../auth/token.guard.ts';
import { preferredType } from '../http/accept.ts';
import { linesOf } from '../http/lines.ts';
import { headerOf } from '../http/header-of.ts';
import type { ViewedRequest } from '../viewer.ts';
import { queryClass } from './query-bus.ts';

type Request = FastifyRequest & ViewedRequest;
interface OnTheBus {
  readonly bus: QueryBus;
}

/** The controller of a context's reads: a route for each row, which asks the query bus. */
export function queryController(table: QueryTable): Type {
  class QueryController implements OnTheBus {
    constructor(readonly bus: QueryBus) {}
  }
  Object.defineProperty(QueryController, 'name', { value: `${table.context}-queries` });
  Inject(QueryBus)(QueryController, undefined, 0);
  Controller(routeOf(table))(QueryController);
  for (const row of table.rows) addRoute(QueryController.prototype, table.context, row);
  return QueryController;
}

function addRoute(prototype: OnTheBus, context: string, row: QueryRow): void {
  const handler = async function (this: OnTheBus, request: Request, reply: FastifyReply): Promise<unknown> {
    return await ask(this.bus, context, row, request, reply);
  };
  const descriptor: PropertyDescriptor = { value: handler, writable: true, configurable: true };
  Object.defineProperty(prototype, row.name, descriptor);
  Req()(prototype, row.name, 0);
  Res({ passthrough: true })(prototype, row.name, 1);
  const [status = '200'] = Object.keys(row.statuses);
  const decorators = [row.method === 'GET' ? Get(row.path) : Post(row.path), HttpCode(Number(status))];
  if (row.may === 'public') decorators.push(Public());
  for (const decorate of decorators) decorate(prototype, row.name, descriptor);
}

async function ask(
  bus: QueryBus,
  context: string,
  row: QueryRow,
  request: Request,
  reply: FastifyReply,
): Promise<unknown> {
  const { viewer, params: path, query, body } = request;
  if (viewer === undefined) throw edgeProblem('API_UNAUTHENTICATED');
  const Query = queryClass(context, row);
  const traceparent = headerOf(request, 'traceparent');
  const answer: unknown = await bus.execute(
    new Query({ viewer, path, query, body, gone: untilClosed(reply), traceparent }),
  );
  if (isIterable(answer)) return reply.type('application/x-ndjson').send(Readable.from(linesOf(answer)));
  if (row.statusOf !== undefined) void reply.status(row.statusOf(answer as never));
  return await represented(row, answer, request.headers.accept, reply);
}

/** The answer in the representation that the reader prefers among those of the row. */
async function represented(
  { drawings, mediaType = 'application/json' }: QueryRow,
  answer: unknown,
  accept: string | undefined,
  reply: FastifyReply,
): Promise<unknown> {
  const others = Object.keys(drawings);
  if (mediaType !== 'application/json') void reply.type(mediaType);
  if (others.length === 0) return answer;
  void reply.header('vary', 'accept');
  const type = preferredType(accept, [mediaType, ...others]);
  const draw = drawings[type];
  if (draw === undefined) return answer;
  void reply.type(`${type}; charset=utf-8`);
  return await draw(answer as never);
}

function isIterable(answer: unknown): answer is AsyncIterable<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}

/** Work that nobody waits for any more is stopped. */
function untilClosed(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  // Of the answer and not of its connection, which serves others before it and after it.
  reply.raw.once('close', () => {
    gone.abort();
  });
  return gone.signal;
}
