import type { z } from 'zod';
import type { Actor, AnyAggregate, CalendarDate, IdSource, Instant, Uuid } from '#libs/kernel';
import type { Copies } from './copies.ts';
import type { Transaction } from './transaction.ts';

/** Who may call: `operator` acts for the clusters that the token names. */
export type Role = 'admin' | 'operator' | 'auditor' | 'subscriber';

/** How a refusal code of a context reads at the edge. */
export interface RefusalSpec {
  readonly status: 400 | 404 | 409 | 422;
  /** One sentence that holds for every refusal with this code. */
  readonly title: string;
  /** For status 400: the member of the body that is wrong, as a JSON pointer. */
  readonly path?: string;
}

/** The refusal codes of a context; the compiler wants a row for each code that its deciders know. */
export type RefusalTable<Code extends string> = Readonly<Record<Code, RefusalSpec>>;

/** A command as its row sees it. Time, identity and actor come in with it: nothing below reads a clock. */
export interface CommandRequest<Body> {
  /** The id of the resource: from the path, or of the thing to create (given by the caller or drawn). */
  readonly id: Uuid;
  readonly body: Body;
  /** The civil day of legal effect: from the body, else the day of recording. */
  readonly effectiveAt: CalendarDate;
  readonly recordedAt: Instant;
  readonly actor: Actor;
  /** Where ids of what a command makes beside its resource come from. */
  readonly ids: IdSource;
  /** Facts of other contexts. */
  readonly copies: Copies;
}

/** What every command has, whoever sends it. */
interface Row<Body> {
  readonly summary: string;
  /** What it reads and decides. It is run whole at each attempt. */
  run(tx: Transaction, request: CommandRequest<Body>): unknown;
}

/** A command that people send: a `POST` on a resource (create) or on a verb below it. */
export interface CommandRow<Body, Code extends string> extends Row<Body> {
  /** kebab-case; absent for the command that creates the resource. */
  readonly verb?: string;
  /** A strict object named by `.meta({ id })`; `id`, `effectiveAt`, `capacity` and `evidence` are added by the edge. */
  readonly body: z.ZodType<Body>;
  readonly roles: readonly Role[];
  /** The clusters for which an operator acts by this command; an operator needs one of them in the token. Absent: admins only beside the other roles. */
  scope?(request: CommandRequest<Body>, tx: Transaction): readonly string[] | Promise<readonly string[]>;
  /** For a resource whose id follows from what it says (a membership from its cluster and its member): given and drawn ids are not used. */
  idOf?(body: Body): Uuid;
  /** The refusal codes this command can answer with, in their documented precedence. */
  readonly refusals: readonly Code[];
}

/** A row whose body type is closed over: the edge parses the body with the row's own schema before the row sees it. */
export type CommandDeclaration = CommandRow<unknown, string> & { readonly aggregate: AnyAggregate };

/** A command of people as its table names it: `<context>.<resource>.<verb>`, the verb of a creation being `create`. */
export type PeopleCommand = CommandDeclaration & { readonly name: string; readonly table: CommandTable };

/** A command that a process manager sends and nobody else. */
export interface ProcessCommand<Body> extends Row<Body> {
  /** `<context>.<what-it-does>`, kebab-case. */
  readonly name: string;
  readonly aggregate: AnyAggregate;
}

/** Any command: what travels on the bus is made from it. */
export type AnyCommand = PeopleCommand | ProcessCommand<unknown>;

/** The commands of one resource: what routes, permissions, OpenAPI document, bus and permission tests are made from. */
export interface CommandTable {
  readonly context: string;
  /** Plural noun: `operations` stands at `/api/v1/<context>/operations`. */
  readonly resource: string;
  readonly refusals: RefusalTable<string>;
  readonly rows: readonly PeopleCommand[];
}

/** Declares a command on an aggregate; the body's type is inferred from its schema and checked against `run`. */
export function command<Body, const Code extends string>(
  aggregate: AnyAggregate,
  row: CommandRow<Body, Code>,
): CommandDeclaration {
  return { ...row, aggregate };
}

/** Puts the commands of a resource together; the compiler wants each of their refusals in the context's table. */
export function commandTable(
  declared: Omit<CommandTable, 'rows'> & { readonly rows: readonly CommandDeclaration[] },
): CommandTable {
  const rows: PeopleCommand[] = [];
  const table: CommandTable = { ...declared, rows };
  for (const row of declared.rows)
    rows.push({ ...row, table, name: `${table.context}.${table.resource}.${row.verb ?? 'create'}` });
  return table;
}

/** Declares a command of process managers. */
export function processCommand<Body>(row: ProcessCommand<Body>): ProcessCommand<Body> {
  return row;
}

export function isForPeople(row: AnyCommand): row is PeopleCommand {
  return 'table' in row;
}
