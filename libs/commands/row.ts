import { z } from 'zod';
import type { Actor, Aggregate, AnyAggregate, CalendarDate, DomainEventShape, Rejection } from '#libs/kernel';
import type { IdSource, Instant, Uuid } from '#libs/kernel';
import type { Copies } from './copies.ts';
import type { Translate } from './phrases.ts';
import type { Change, Transaction } from './transaction.ts';

/** Who may call: `operator` acts for the clusters that the token names. */
export type Role = 'admin' | 'operator' | 'auditor' | 'subscriber';

/** How a refusal code of a context reads at the edge. */
export interface RefusalSpec {
  readonly status: 400 | 404 | 409 | 422;
  /** One sentence that holds for every refusal with this code. */
  readonly title: string;
  /** The same sentence in French, for readers who ask for it. */
  readonly inFrench?: string;
  /** What `found` and `required` are in French, where a refusal does not carry that itself. */
  readonly sentences?: Translate;
  /** For status 400: the member of the body that is wrong, as a JSON pointer. */
  readonly path?: string;
}

/** The refusal codes of a context; the compiler wants a row for each code that its deciders know. */
export type RefusalTable<Code extends string> = Readonly<Record<Code, RefusalSpec>>;

/** The persons and the organisations that a command is about. */
export interface About {
  readonly persons?: readonly string[];
  readonly organisations?: readonly string[];
}

/** A command as its row sees it. Time, identity and actor come in with it: nothing below reads a clock. */
export interface CommandRequest<Body> {
  /** The id of the resource: from the path, or of the resource to create (from the caller, or drawn). */
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

/** The description of a command that people send: a `POST` on a resource (create) or on a verb below it. */
export interface PeopleRow<Body, Code extends string> {
  readonly summary: string;
  /** kebab-case; absent for the command that creates the resource. */
  readonly verb?: string;
  /** The clusters for which an operator acts by this command; an operator needs one of them in the token. Absent: for admins only. */
  scope?(request: CommandRequest<Body>, tx: Transaction): readonly string[] | Promise<readonly string[]>;
  /**
   * Whom it is about: a caller whose token names one of these persons or organisations sends it for itself, whatever its role. Such a caller learns no
   * revision, which would say how much others have done, and cannot make one a condition.
   */
  itself?(request: CommandRequest<Body>, tx: Transaction): About | Promise<About>;
  /**
   * The clusters whose operators know what it is about: a refusal names to them who may send it. To others it names no cluster that
   * the request did not name itself.
   */
  knownTo?(request: CommandRequest<Body>, tx: Transaction): readonly string[] | Promise<readonly string[]>;
  /** For a resource whose id follows from its data (a membership from its cluster and its member): no other id is used. */
  idOf?(body: Body): Uuid;
  /**
   * The days that it tells of as past: of acts that were done, votes that were held, effects that came. None may lie after the day of
   * recording; what is planned may. Default: none.
   */
  happened?(request: Pick<CommandRequest<Body>, 'body' | 'effectiveAt'>): readonly (string | undefined)[];
  /**
   * It records nothing on the stream of its resource, which only says where it belongs: such commands need not wait for one another there. Default: they
   * take turns.
   */
  readonly recordsBeside?: true | undefined;
  /** The refusal codes this command can answer with, in their documented precedence. */
  readonly refusals: readonly Code[];
  /** What the answer says of what was recorded: by the name of an event, members of its data. Default: nothing beside ids and types. */
  readonly reports?: Reports | undefined;
}

/** Members of the data of events, by the names of the events without their context. */
export type Reports = Readonly<Record<string, z.ZodObject>>;

/** What every command has. */
interface Runs<Body> {
  readonly aggregate: AnyAggregate;
  /** What it reads and decides. It is run whole at each attempt. */
  run(tx: Transaction, request: CommandRequest<Body>): unknown;
}

/** A row whose body type is closed over: the edge parses the body with the row's own schema before the row sees it. */
export interface CommandDeclaration<Code extends string = string> extends PeopleRow<unknown, Code>, Runs<unknown> {
  /** A strict object named by the type of the command; `id`, `effectiveAt`, `capacity` and `evidence` are added by the edge. */
  readonly body: z.ZodType;
  /** Who may send it. */
  readonly roles: readonly Role[];
}

/** A command of people as its table names it: `<context>.<resource>.<verb>`, the verb of a creation being `create`. */
export type PeopleCommand = CommandDeclaration & { readonly name: string; readonly table: CommandTable };

/** A command that only a process manager can send. */
export interface ManagerCommand<Body> extends Runs<Body> {
  /** `<context>.<what-it-does>`, kebab-case. */
  readonly name: string;
  readonly summary: string;
}

/** Any command: what travels on the bus is made from it. */
export type AnyCommand = PeopleCommand | ManagerCommand<unknown>;

/** The commands of one resource: what routes, permissions, OpenAPI document, bus and permission tests are made from. */
export interface CommandTable {
  readonly context: string;
  /** Plural noun: `operations` stands at `/api/v1/<context>/operations`. */
  readonly resource: string;
  readonly refusals: RefusalTable<string>;
  readonly rows: readonly PeopleCommand[];
}

type CommandOf<A> = A extends Aggregate<infer C, infer _S, infer _E, infer _R> ? Extract<C, DomainEventShape> : never;
type EventNameOf<A> = A extends Aggregate<infer _C, infer _S, infer E, infer _R> ? E['type'] : never;
type StateOf<A> = A extends Aggregate<infer _C, infer S, infer _E, infer _R> ? S : never;
type Facts<A, Type extends string> = Omit<Extract<CommandOf<A>, { readonly type: Type }>, 'type'>;
type BodyOf<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

interface DecidedRow<A, Type extends string, Shape extends z.ZodRawShape, Code extends string> extends Omit<
  PeopleRow<BodyOf<Shape>, Code>,
  'reports'
> {
  /** The members of the body. Default: none. */
  readonly body?: Shape;
  /** Why what other contexts have published stands against it, where it does: ids are somebody's word until they were looked up. */
  readonly unless?: (request: CommandRequest<BodyOf<Shape>>, tx: Transaction) => Promise<Rejection | undefined>;
  /** What the decider has to know, all but the type; states of other streams are read here. */
  readonly reports?: Readonly<Partial<Record<EventNameOf<A>, z.ZodObject>>>;
  readonly decide: (
    request: CommandRequest<BodyOf<Shape>>,
    tx: Transaction,
  ) => Facts<A, Type> | Promise<Facts<A, Type>>;
  /** What is decided on other streams after it. */
  readonly also?: (
    tx: Transaction,
    request: CommandRequest<BodyOf<Shape>>,
    change: Change<StateOf<A>>,
  ) => Promise<unknown>;
}

/** For a command that records an act on the day of its effect. */
export const onItsDay = ({ effectiveAt }: { readonly effectiveAt: CalendarDate }): readonly string[] => [effectiveAt];

/** Declares a command that an aggregate decides, by its type, which is also the name of its body in the API document. */
export function commandOf<
  A extends AnyAggregate,
  Type extends CommandOf<A>['type'],
  Shape extends z.ZodRawShape,
  const Code extends string,
>(aggregate: A, type: Type, row: DecidedRow<A, Type, Shape, Code>): CommandDeclaration<Code> {
  const { body, unless, decide, also, reports, ...rest } = row;
  return {
    ...rest,
    reports: reports as Reports | undefined,
    aggregate,
    roles: row.scope === undefined ? ['admin'] : ['admin', 'operator'],
    body: z.strictObject((body ?? {}) as Shape).meta({ id: type }),
    run: async (tx: Transaction, request: CommandRequest<BodyOf<Shape>>) => {
      const refusal = await unless?.(request, tx);
      if (refusal !== undefined) {
        tx.refuse(refusal);
        return;
      }
      const change = await tx.decide(aggregate, request.id, { ...(await decide(request, tx)), type });
      await also?.(tx, request, change as Change<StateOf<A>>);
    },
  };
}

/** Whatever is stated of an aggregate whose facts come in any order may contradict what is recorded already. */
function contradictionIn(aggregate: AnyAggregate & { readonly prefix?: string }): readonly string[] {
  return aggregate.prefix === undefined ? [] : [`${aggregate.prefix}_FACT_CONTRADICTED`];
}

/** The commands of a resource, `<context>.<resource>`; the compiler wants each of their refusals in the context's table. */
export function commandTable<Code extends string>(
  name: string,
  refusals: RefusalTable<Code>,
  declared: readonly CommandDeclaration<NoInfer<Code>>[],
): CommandTable {
  const [context = '', resource = ''] = name.split('.');
  const rows: PeopleCommand[] = [];
  const table: CommandTable = { context, resource, refusals, rows };
  for (const row of declared) {
    const codes = [...new Set([...row.refusals, ...contradictionIn(row.aggregate)])];
    rows.push({ ...row, refusals: codes, table, name: `${name}.${row.verb ?? 'create'}` });
  }
  return table;
}

/** Declares a command of process managers. */
export function managerCommand<Body>(row: ManagerCommand<Body>): ManagerCommand<Body> {
  return row;
}

export function isForPeople(row: AnyCommand): row is PeopleCommand {
  return 'table' in row;
}
