import { Inject, type Provider, type Type } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { QueryRow, QueryTable } from '#libs/hosting';
import { InvalidQuery } from '#libs/hosting';
import { codeOf } from '../problem/problem-of.ts';
import { QUERY_SERVICES } from '../tokens.ts';
import { executeQuery, type QueryRequest, type QueryServices } from './execute-query.ts';

/** What travels on the bus: one class for each row. */
export interface QueryMessage {
  readonly request: QueryRequest;
}
type QueryClass = new (request: QueryRequest) => QueryMessage;

const classes = new WeakMap<QueryRow, QueryClass>();

/** The class of a row on the query bus, named after its operation. */
export function queryClass(context: string, row: QueryRow): QueryClass {
  const known = classes.get(row);
  if (known !== undefined) return known;
  const made = class {
    constructor(readonly request: QueryRequest) {}
  };
  Object.defineProperty(made, 'name', { value: `${context}.${row.name}` });
  classes.set(row, made);
  return made;
}

/** The handlers of the rows of a table, as Nest discovers them. @throws InvalidQuery when two rows have one name */
export function queryHandlers({ context, rows }: QueryTable): readonly Provider[] {
  const names = rows.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new InvalidQuery(`${context} has two queries called ${twice}`);
  return rows.map((row) => queryHandler(context, row));
}

function queryHandler(context: string, row: QueryRow): Type {
  class Handler implements IQueryHandler<QueryMessage> {
    constructor(private readonly services: QueryServices) {}
    async execute({ request }: QueryMessage): Promise<unknown> {
      // Probes ask what is public every few seconds: it is no query of the domain and not measured.
      if (row.may === 'public') return await executeQuery(context, row, request, this.services);
      const { viewer, traceparent } = request;
      const work = { kind: 'query', context, name: row.name, subject: viewer.subject, traceparent } as const;
      const run = (): Promise<unknown> => executeQuery(context, row, request, this.services);
      return await this.services.telemetry.measured(work, run, codeOf);
    }
  }
  Inject(QUERY_SERVICES)(Handler, undefined, 0);
  QueryHandler(queryClass(context, row))(Handler);
  Object.defineProperty(Handler, 'name', { value: `${context}.${row.name}.handler` });
  return Handler;
}
