import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Get, HttpCode, Post, type Type } from '@nestjs/common';
import { QueryHandler, type QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  InvalidQuery,
  namesPersons,
  PAGE_POLICY,
  routeOf,
  TaggedAnswer,
  type QueryRow,
  type QueryTable,
} from '#libs/hosting';
import { Public } from '../auth/token.guard.ts';
import { messageClass, rowHandler } from '../bus/row-handler.ts';
import { preferredType } from '../http/accept.ts';
import { isKnown, tagOf } from '../http/entity-tags.ts';
import { linesOf } from '../http/lines.ts';
import { headerOf, rowController, type RouteCall } from '../http/row-controller.ts';
import { codeOf } from '../problem/problem-of.ts';
import { EXPORT_TYPES, exportList, isExported, type ExportedList, type ExportServices } from './list-export.ts';
import { executeQuery, type QueryRequest, type QueryServices } from './execute-query.ts';

/** The controller of a context's reads: a route for each row, which asks the query bus. */
export function queryController(table: QueryTable): Type {
  const { context, exports } = table;
  const routes = table.rows.map((row) => {
    const [status = '200'] = Object.keys(row.statuses);
    const method = row.method === 'GET' ? Get(row.path) : Post(row.path);
    return {
      name: row.name,
      decorators: [method, HttpCode(Number(status)), ...(row.may === 'public' ? [Public()] : [])],
      answer: (call: RouteCall<QueryEdge>) => ask({ context, row, exports }, call),
    };
  });
  return rowController({ name: `${table.context}-queries`, path: routeOf(table), over: QueryEdge }, routes);
}

/** The handlers of the rows of a table, as Nest discovers them. @throws InvalidQuery when two rows have one name */
export function queryHandlers({ context, rows }: QueryTable): readonly Type[] {
  const names = rows.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new InvalidQuery(`${context} has two queries called ${twice}`);
  return rows.map((row) => {
    const perform = (request: QueryRequest, services: QueryServices): Promise<unknown> => {
      const answer = () => executeQuery(context, row, request, services);
      // Public routes are polled by probes every few seconds: they are no queries of the domain and not measured.
      if (row.may === 'public') return answer();
      const work = { kind: 'query', context, name: row.name, traceparent: request.traceparent } as const;
      const measurement = services.telemetry.measure(work);
      return measurement.until(answer(), codeOf);
    };
    const name = `${context}.${row.name}`;
    return rowHandler(name, QueryHandler(messageClass(row, name)), perform);
  });
}

/** What reads need of the process: the bus of queries, and what records that a list was exported. */
export class QueryEdge {
  constructor(
    readonly queries: QueryBus,
    readonly exports: ExportServices,
  ) {}
}

type Asked = Pick<ExportedList, 'context' | 'row' | 'exports'>;

async function ask({ context, row, exports }: Asked, call: RouteCall<QueryEdge>): Promise<unknown> {
  const { service, viewer, request, reply } = call;
  const { params: path, body } = request;
  const Query = messageClass(row, `${context}.${row.name}`);
  const traceparent = headerOf(request, 'traceparent');
  const gone = untilClosed(reply);
  const execute = async (query: unknown): Promise<unknown> => {
    const asked: QueryRequest = { viewer, path, query, body, gone, traceparent };
    return await service.queries.execute(new Query(asked));
  };
  if (isExported(row, exports)) {
    void reply.header('vary', 'accept');
    const type = preferredType(request.headers.accept, ['application/json', ...EXPORT_TYPES]);
    if (type !== 'application/json') {
      void reply.header('cache-control', 'no-store');
      return await exportList({ context, row, exports, ask: execute }, type, { ...call, service: service.exports });
    }
  }
  const answer = await execute(request.query);
  if (row.may !== 'public') void reply.header('cache-control', namesPersons(row) ? 'no-store' : 'private, no-cache');
  if (answer instanceof TaggedAnswer) return tagged(answer, request, reply);
  if (isIterable(answer)) return reply.type('application/x-ndjson').send(Readable.from(linesOf(answer)));
  if (row.statusOf !== undefined) void reply.status(row.statusOf(answer as never));
  return await represent(row, answer, request.headers.accept, reply);
}

const MARK_LENGTH = 8;

/**
 * The document with its ETag: the revision that it reflects, for `If-Match`, and a mark of these very bytes, because the same revision
 * reads otherwise on another day, to another reader, or after an event of another stream that is shown with it.
 */
function tagged({ answer, revision }: TaggedAnswer, request: FastifyRequest, reply: FastifyReply): unknown {
  if (revision === undefined) return answer;
  const text = JSON.stringify(answer);
  const tag = tagOf(revision, createHash('sha256').update(text).digest('base64url').slice(0, MARK_LENGTH));
  void reply.header('etag', tag);
  if (!isKnown(request, tag)) return reply.type('application/json; charset=utf-8').send(text);
  return reply.status(304).send();
}

/** The answer in the representation that the reader prefers among those of the row. */
async function represent(
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
  if (type === 'text/html') void reply.header('content-security-policy', PAGE_POLICY);
  return await draw(answer as never);
}

function isIterable(answer: unknown): answer is AsyncIterable<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}

/** Aborted when the caller is gone, so that its work stops. */
function untilClosed(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  // Of the answer and not of its connection, which serves others before it and after it.
  reply.raw.once('close', () => {
    gone.abort();
  });
  return gone.signal;
}
