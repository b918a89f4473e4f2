import { z } from 'zod';
import type { Role } from '#libs/commands';
import type { EventStore } from '#libs/event-store';
import type { CalendarDate } from '#libs/kernel';
import type { Projection, ReadModels } from '#libs/projections';
import type { Actors } from '../actors.ts';
import type { EdgeCode } from '../problem.ts';

/** Who reads or acts, as the token says; `today` is the civil day of the injected clock. */
export interface Viewer {
  /** Who issued the token: a subject is unique within its issuer only. */
  readonly issuer: string;
  readonly subject: string;
  readonly roles: readonly Role[];
  /** The clusters for which an operator acts. */
  readonly clusters: readonly string[];
  /** Who the caller is as a person, where its token says so; nothing follows from it yet. */
  readonly person?: string | undefined;
  /** The organisations that the caller represents, where its token says so; nothing follows from them yet. */
  readonly organisations?: readonly string[] | undefined;
  /** True for administrators and auditors, who see facts under embargo before their date. */
  readonly mayReadEmbargoed: boolean;
  readonly today: CalendarDate;
}

/** Every valid token names one of them at least. */
export const anyReader: readonly Role[] = ['admin', 'operator', 'auditor', 'subscriber'];
export const auditors: readonly Role[] = ['admin', 'auditor'];
export const admins: readonly Role[] = ['admin'];

/** The models that a row declares, and no others. */
export type DeclaredModels = Pick<ReadModels, 'of'>;

/** A request that passed token, parameters, permission and read token. */
export interface QueryCall<Input = unknown, Body = unknown> {
  /** The parameters of the path and of the query. */
  readonly input: Input;
  readonly body: Body;
  readonly viewer: Viewer;
  readonly models: DeclaredModels;
  readonly store: EventStore;
  readonly actors: Actors;
  /** Aborted when the answer is not awaited any more. */
  readonly gone: AbortSignal;
}

/** Another representation of an answer, by media type. */
export type Drawing<Answer> = (answer: Answer) => string | Promise<string>;

/** One read of the API as data: route, class on the bus, OpenAPI entry and tests are made from it. */
export interface QueryRow {
  /** `bodies.list`, `bodies.get`, `offices.holders`: with its context the id of the operation. */
  readonly name: string;
  /** Below `/api/v1/<context>/`, parameters as `:id`. */
  readonly path: string;
  /** `POST` where the question comes in a body; it writes no event either. */
  readonly method: 'GET' | 'POST';
  readonly summary: string;
  readonly description?: string | undefined;
  /** Who may read; `public` needs no token. */
  readonly may: readonly Role[] | 'public';
  /** Strict: an unknown parameter is refused by name. */
  readonly pathParameters: z.ZodObject;
  readonly queryParameters: z.ZodObject;
  readonly body?: z.ZodType | undefined;
  /** The models that it reads: a read token waits for these and no other; where it reads none, for the event's position. */
  readonly reads: readonly Projection[];
  /** Whether its answer is a page, whose cursors belong to this row, its filters and its order. */
  readonly pages: boolean;
  /** Whether its answer is the document of a resource that commands address by the same id: then it carries the revision as its ETag. */
  readonly tagged: boolean;
  /** Named by `.meta({ id })`. */
  readonly answers: z.ZodType;
  /** Whether its answers may name persons: then nobody stores them on the way. Default: where a member is a `personId` or a `personName`. */
  readonly personal?: boolean | undefined;
  /** Of the answer. Default: `application/json`. */
  readonly mediaType?: string | undefined;
  /** Other representations by media type, for an `Accept` header that prefers one. */
  readonly drawings: Readonly<Record<string, Drawing<never>>>;
  /** The statuses of answers with a description of each. Default without `statusOf`: the first. */
  readonly statuses: Readonly<Record<number, string>>;
  readonly statusOf?: ((answer: never) => number) | undefined;
  /** Its refusals beside those that every read has. */
  readonly problems: readonly EdgeCode[];
  run(call: QueryCall): unknown;
}

/** The answer of a tagged row, with the last revision of the resource that it reflects; undefined where none is in it yet. */
export class TaggedAnswer {
  constructor(
    readonly answer: unknown,
    readonly revision: number | undefined,
  ) {}
}

/** The reads of one context, or of a part of the service that belongs to no context. */
export interface QueryTable {
  readonly context: string;
  /** One sentence on what is read here. */
  readonly summary?: string | undefined;
  /** The path of its routes. Default: `api/v1/<context>`. */
  readonly at?: string | undefined;
  readonly rows: readonly QueryRow[];
}

const PERSON = /"person(?:Id|Name)":\{/;
const personal = new WeakMap<QueryRow, boolean>();

/** Whether the answers of a row may name persons. Found out at the first one: most processes never answer most of their rows. */
export function namesPersons(row: QueryRow): boolean {
  const known = row.personal ?? personal.get(row);
  if (known !== undefined) return known;
  const schema = z.toJSONSchema(row.answers, { io: 'output', unrepresentable: 'any' });
  const found = PERSON.test(JSON.stringify(schema));
  personal.set(row, found);
  return found;
}

/** The route below which the rows of a table stand. */
export function routeOf({ context, at = `api/v1/${context}` }: QueryTable): string {
  return at;
}

/** A row that no route can be made from: a bug in the context. */
export class InvalidQuery extends TypeError {
  override readonly name = 'InvalidQuery';
}
