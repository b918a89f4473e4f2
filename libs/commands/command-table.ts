import type { z } from 'zod';
import type { Actor, CalendarDate, Clock, IdSource, Instant, Uuid } from '#libs/kernel';
import type { ReadModels } from '#libs/projections';
import type { CommandRunner } from './command-runner.ts';
import type { DecisionStep } from './decision-step.ts';

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

/** What a command may look at while it is prepared: it never decides, it only fetches what the decider needs to be told. */
export interface CommandServices {
  readonly readModels: ReadModels;
  /** The streams themselves, for what must not be behind: a read model may be by some milliseconds. */
  readonly runner: Pick<CommandRunner, 'load'>;
  readonly ids: IdSource;
  readonly clock: Clock;
}

/** A request that passed token, schema and permission. */
export interface CommandRequest<Body> {
  /** The id of the resource: from the path, or of the thing to create (given by the caller or drawn here). */
  readonly id: Uuid;
  readonly body: Body;
  /** The civil day of legal effect: from the body, else the day of recording. */
  readonly effectiveAt: CalendarDate;
  readonly recordedAt: Instant;
  readonly actor: Actor;
  readonly services: CommandServices;
}

/** One command: a `POST` on a resource (create) or on a verb below it. */
export interface CommandRow<Body, Code extends string> {
  /** kebab-case; absent for the command that creates the resource. */
  readonly verb?: string;
  readonly summary: string;
  /** A strict object named by `.meta({ id })`; `id`, `effectiveAt`, `capacity` and `evidence` are added by the edge. */
  readonly body: z.ZodType<Body>;
  readonly roles: readonly Role[];
  /** The clusters for which an operator acts by this command; an operator needs one of them in the token. Absent: admins only beside the other roles. */
  scope?(request: CommandRequest<Body>): readonly string[] | Promise<readonly string[]>;
  /** For a resource whose id follows from what it says (a membership from its cluster and its member): given and drawn ids are not used. */
  idOf?(body: Body): Uuid;
  /** The refusal codes this command can answer with, in their documented precedence. */
  readonly refusals: readonly Code[];
  /** The decisions it asks for; more than one are taken together or not at all. */
  steps(request: CommandRequest<Body>): readonly DecisionStep[] | Promise<readonly DecisionStep[]>;
}

/** The commands of one resource: what routes, guard, OpenAPI document and permission tests are made from. */
export interface CommandTable<Code extends string = string> {
  readonly context: string;
  /** Plural noun: `operations` stands at `/api/v1/<context>/operations`. */
  readonly resource: string;
  readonly refusals: RefusalTable<Code>;
  readonly rows: readonly AnyCommandRow[];
}

/** A row whose body type is closed over: the edge parses the body with the row's own schema before it calls the row. */
export type AnyCommandRow = CommandRow<unknown, string>;

/** Declares a command; the body's type is inferred from its schema and checked against `steps`. */
export function command<Body, const Code extends string>(row: CommandRow<Body, Code>): AnyCommandRow {
  return row;
}
