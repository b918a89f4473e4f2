import { z } from 'zod';
import type { PersonalExports, Role } from '#libs/commands';
import type { EventStore, KeyRing } from '#libs/event-store';
import type { LedgerRange, Projection, ReadModels, RecordedChange, Where } from '#libs/projections';
import type { Actors } from '../actors.ts';
import type { EdgeCode } from '../problem.ts';
import type { Parts, Resource, Viewer } from './readers.ts';

/** The models that a row declares, and no others. */
export type DeclaredModels = Pick<ReadModels, 'of'>;

/** The models that a row declares, as the ledger has them up to some place in it. */
export interface PastModels {
  /** As they were made of what stands before a position; waits until they have passed it. @throws ReadModelBehind */
  before(position: bigint): Promise<DeclaredModels>;
  /** What was recorded in a range of documents that fit, or did at its beginning. */
  changes(projection: Projection, where: Where, range: LedgerRange): Promise<readonly RecordedChange[]>;
}

/** What a request reads of its models once, however often it is asked for. */
export function onceFor<Found>(
  read: (models: DeclaredModels) => Promise<Found>,
): (models: DeclaredModels) => Promise<Found> {
  const known = new WeakMap<DeclaredModels, Promise<Found>>();
  return (models) => {
    const found = known.get(models) ?? read(models);
    known.set(models, found);
    return found;
  };
}

/** A request that passed token, parameters, permission and read token. */
export interface QueryCall<Input = unknown, Body = unknown> {
  /** The parameters of the path and of the query. */
  readonly input: Input;
  readonly body: Body;
  readonly viewer: Viewer;
  readonly models: DeclaredModels;
  readonly past: PastModels;
  readonly store: EventStore;
  readonly actors: Actors;
  /** The keys of personal texts: only what shows `keys` hands them on. */
  readonly keyRing: Pick<KeyRing, 'resolve'>;
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
  /** What it shows: from it follow who may ask and what each caller sees. */
  readonly shows: Resource;
  /** The roles that may ask, as follows from what it shows; `public` needs no token. */
  readonly may: readonly Role[] | 'public';
  /** Whether it says about which clusters its answers are; else nobody reads them because of a cluster. */
  readonly isScoped: boolean;
  /** The members of its answer, or of each item of its page, that not every caller sees who may ask. */
  readonly parts: Parts;
  /** Whose readers alone know of some of its documents; others do not find them. */
  readonly withheld?: Resource | undefined;
  /** Strict: an unknown parameter is refused by name. */
  readonly pathParameters: z.ZodObject;
  readonly queryParameters: z.ZodObject;
  readonly body?: z.ZodType | undefined;
  /** The models that it reads: a read token waits for these and no other; where it reads none, for the event's position. */
  readonly reads: readonly Projection[];
  /** Whether it can be asked as of what was known at an instant: where all models that it reads keep what they were made of. */
  readonly knows: boolean;
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
  /** The clusters that the answer is about, where a request says it. */
  scope?(call: QueryCall): readonly string[] | Promise<readonly string[]>;
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
  /** How its context records that lists with persons are exported. */
  readonly exports?: PersonalExports | undefined;
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
