import { z } from 'zod';
import type { Immutable } from '#libs/contracts';
import { both, fits, type Projection, type Range, type Where } from '#libs/projections';
import { edgeProblem, type EdgeCode } from '../problem.ts';
import { pageParameters, type PageInput } from './parameters.ts';
import {
  InvalidQuery,
  TaggedAnswer,
  type DeclaredModels,
  type Drawing,
  type QueryCall,
  type QueryRow,
} from './query-row.ts';
import {
  claimsOf,
  maySee,
  requireSight,
  rolesFor,
  withoutHidden,
  type About,
  type Parts,
  type Resource,
} from './readers.ts';

export type Shape = Readonly<Record<string, z.ZodType>>;
type InputOf<Parameters extends Shape> = z.output<z.ZodObject<Parameters>>;

/** The members that the declarations of all rows have. */
interface Declared<Parameters extends Shape> extends Pick<QueryRow, 'summary' | 'description' | 'shows'> {
  /** Of the path (those that stand in it) and of the query. */
  readonly parameters?: Parameters;
  readonly problems?: readonly EdgeCode[];
}

type Answered<Answer> = Immutable<Answer> | AsyncIterable<Immutable<Answer>>;

/** A read that computes its answer. */
interface QueryDeclaration<Parameters extends Shape, Answer, Body>
  extends
    Declared<Parameters>,
    Pick<QueryRow, 'path' | 'mediaType'>,
    Partial<Pick<QueryRow, 'reads' | 'statuses' | 'personal' | 'parts' | 'isScoped' | 'withheld'>> {
  /** A question that comes in a body is a `POST`. */
  readonly method?: 'POST';
  readonly body?: z.ZodType<Body>;
  readonly answers: z.ZodType<Answer>;
  readonly drawings?: Readonly<Record<string, Drawing<Immutable<Answer>>>>;
  readonly statusOf?: (answer: Immutable<Answer>) => number;
  /** The clusters that the answer is about. Default: none, so that what operators read of their clusters only is for none of them. */
  scope?(call: QueryCall<InputOf<Parameters>, Body>): readonly string[] | Promise<readonly string[]>;
  /** An iterable is answered line by line (`application/x-ndjson`). */
  run(call: QueryCall<InputOf<Parameters>, Body>): Answered<Answer> | Promise<Answered<Answer>>;
}

/** Declares a read over the models that it names. @throws InvalidQuery */
export function query<Parameters extends Shape, Answer, Body>(
  row: QueryDeclaration<Parameters, Answer, Body>,
): QueryRow {
  const { path, method = 'GET', body, reads = [], problems = [], drawings = {}, parts = {}, ...rest } = row;
  const { isScoped = row.scope !== undefined } = row;
  const parameters: Shape = row.parameters ?? {};
  const inPath = namesIn(path);
  const undeclared = inPath.filter((name) => !Object.hasOwn(parameters, name));
  if (undeclared.length > 0) throw new InvalidQuery(`${path}: no schema for ${undeclared.join(', ')}`);
  const part = (named: boolean): Shape =>
    Object.fromEntries(Object.entries(parameters).filter(([name]) => inPath.includes(name) === named));
  const pages = Object.hasOwn(parameters, 'after');
  return {
    statuses: { 200: row.answers.description ?? 'The answer.' },
    ...rest,
    may: rolesFor(row.shows, isScoped),
    isScoped,
    parts,
    name: nameOf(path, pages),
    path,
    method: body === undefined ? method : 'POST',
    body,
    pathParameters: z.strictObject(part(true)),
    queryParameters: z.strictObject(part(false)),
    reads,
    pages,
    knows: body === undefined && reads.length > 0 && reads.every(({ order }) => order !== undefined),
    drawings,
    tagged: false,
    problems: inPath.length > 0 ? [...problems, 'API_NOT_FOUND'] : problems,
  };
}

/** What not every caller may know of the documents of a model: of which there are any, and which of their members. */
export interface Sight<Document> {
  /** What a document is about: a caller with a right to that reads what others do not. Default: nothing. */
  readonly about?: (document: Document) => About;
  readonly withheld?: Withheld;
  readonly parts?: Parts;
}

/** Documents of which only the readers of another resource may know: for others they are not found, and absent from lists. */
export interface Withheld {
  readonly shows: Resource;
  /** All the others, by derived columns. */
  readonly open: Where;
  /** Those that are about something of the caller's, as `about` says it of one document. */
  readonly own: (claims: Required<About>, models: DeclaredModels) => readonly Where[] | Promise<readonly Where[]>;
}

/** A read of one document by its key, as it is or as `view` shows it. */
interface DocumentDeclaration<Parameters extends Shape, Document, Answer, Body>
  extends Declared<Parameters>, Sight<Document> {
  /** Below the resource. Default: `:id`. */
  readonly path?: string;
  readonly body?: z.ZodType<Body>;
  readonly also?: readonly Projection[];
  readonly answers: z.ZodType<Answer>;
  /** Other representations by media type. Not of the document of a resource itself, whose ETag is that of its JSON. */
  readonly drawings?: Readonly<Record<string, Drawing<Immutable<Answer>>>>;
}

export type View<Parameters extends Shape, Document, Answer, Body = unknown> = (
  document: Document,
  call: QueryCall<InputOf<Parameters>, Body>,
) => Immutable<Answer> | Promise<Immutable<Answer>>;

/** Declares the read of one document of a model: 404 names the key that has no document for this caller. */
export function documentOf<Events extends object, Document extends object, Parameters extends Shape>(
  projection: Projection<Events, Document>,
  row: DocumentDeclaration<Parameters, Document, Document, unknown> & { readonly view?: undefined },
): QueryRow;
export function documentOf<Document extends object, Parameters extends Shape, Answer extends object, Body>(
  projection: Projection<object, Document>,
  row: DocumentDeclaration<Parameters, Document, Answer, Body> & {
    readonly view: View<Parameters, Document, Answer, Body>;
  },
): QueryRow;
export function documentOf<Document extends object>(
  projection: Projection<object, Document>,
  row: DocumentDeclaration<Shape, Document, object, unknown> & {
    readonly view?: View<Shape, Document, object> | undefined;
  },
): QueryRow {
  const { path = ':id', also = [], view = asItIs, about, withheld, parts = {}, ...rest } = row;
  const [key = ''] = namesIn(path);
  const tagged = path === `:${key}` && projection.subject !== undefined;
  const read = query({
    ...rest,
    parts,
    path: `${resourceOf(projection)}/${path}`,
    isScoped: about !== undefined,
    withheld: withheld?.shows,
    reads: [projection, ...also],
    run: async (call) => {
      const id = String(call.input[key]);
      const { document, revision } = orNotFound(await call.models.of(projection).find(id), id);
      const its = about?.(document);
      const isOpen = withheld === undefined || fits(document, withheld.open, projection.columns);
      if (!isOpen && !maySee(call.viewer, withheld.shows, its)) orNotFound(undefined, id);
      requireSight(call.viewer, row.shows, its);
      const answer = withoutHidden(await view(document, call), parts, call.viewer, its);
      return tagged ? new TaggedAnswer(answer, revision) : answer;
    },
  });
  return { ...read, tagged };
}

function asItIs(document: object): object {
  return document;
}

/** A filter of a list: a parameter and the column that it is compared with. */
export interface Filter {
  readonly schema: z.ZodType;
  /** Absent: the parameter's name in the spelling of columns. */
  readonly column?: string | undefined;
  readonly bound?: 'from' | 'until';
  /** Only the readers of this resource may filter by it: what a filter finds, it shows. */
  readonly shows?: Resource;
}

export const equals = (schema: z.ZodType, more: Pick<Filter, 'column' | 'shows'> = {}): Filter => ({ schema, ...more });
/** Both bounds are inclusive. Of a date or a number. */
export const atLeast = (column: string, schema: z.ZodType): Filter => ({ schema, column, bound: 'from' });
export const atMost = (column: string, schema: z.ZodType): Filter => ({ schema, column, bound: 'until' });

type Keep<Document> = ((document: Document) => boolean) | undefined;

/** A list of the documents of a model, each as it is or as `view` shows it. */
export interface ListDeclaration<Parameters extends Shape, Document, Item>
  extends Declared<Parameters>, Sight<Document> {
  readonly filters?: Readonly<Record<string, Filter>>;
  /** Names of date or number columns by which the list can be ordered; each begins an index. Default: in key order. */
  readonly orders?: readonly string[];
  readonly also?: readonly Projection[];
  /** A condition that takes more than a comparison. */
  readonly where?: ((call: QueryCall<InputOf<Parameters>>) => Where | Promise<Where>) | undefined;
  /** What no condition on a column says of a document; undefined where the request asks for nothing of the kind. */
  readonly keep?: ((call: QueryCall<InputOf<Parameters>>) => Keep<Document> | Promise<Keep<Document>>) | undefined;
  readonly item: z.ZodType<Item>;
}

/** Declares a list of the documents of a model: filters, order, page by page. @throws InvalidQuery */
export function listOf<Events extends object, Document extends object, Parameters extends Shape>(
  projection: Projection<Events, Document>,
  row: ListDeclaration<Parameters, Document, Document> & { readonly view?: undefined },
): QueryRow;
export function listOf<Document extends object, Parameters extends Shape, Item extends object>(
  projection: Projection<object, Document>,
  row: ListDeclaration<Parameters, Document, Item> & { readonly view: View<Parameters, Document, Item> },
): QueryRow;
export function listOf<Document extends object>(
  projection: Projection<object, Document>,
  row: ListDeclaration<Shape, Document, object> & { readonly view?: View<Shape, Document, object> | undefined },
): QueryRow {
  const { filters = {}, orders = [], also = [], parameters = {}, parts = {}, view = asItIs, ...sifted } = row;
  const { where, keep, item, about, withheld, ...rest } = sifted;
  requireColumns(projection, filters, orders);
  const isRefused = Object.values(filters).some(({ shows }) => shows !== undefined);
  return query({
    ...rest,
    problems: [...(row.problems ?? []), ...(isRefused ? (['API_FORBIDDEN'] as const) : [])],
    parts,
    path: resourceOf(projection),
    isScoped: about !== undefined,
    withheld: withheld?.shows,
    parameters: {
      ...parameters,
      ...Object.fromEntries(Object.entries(filters).map(([name, { schema }]) => [name, optionalOf(schema)])),
      ...(orders.length === 0 ? {} : { order: orderParameter(orders) }),
      ...pageParameters,
    },
    reads: [projection, ...also],
    answers: pageSchemaOf(item),
    run: async (call) => {
      const { limit, after } = call.input as Readonly<Record<string, unknown>> & PageInput;
      requireFilters(filters, call);
      const conditions = both(conditionsOf(filters, call.input), (await where?.(call)) ?? {});
      const known = await knownTo(call, withheld);
      const order = orderOf(call.input);
      const anyOf = known.map((each) => both(conditions, each));
      const page = await call.models
        .of(projection)
        .page({ where: anyOf, limit, after, ...order, keep: await keep?.(call) });
      const show = async (document: Document) =>
        withoutHidden(await view(document, call), parts, call.viewer, about?.(document));
      return { ...page, items: await Promise.all(page.items.map(show)) };
    },
  });
}

/** The documents of which the caller may know; an empty condition is all of them. */
async function knownTo({ viewer, models }: QueryCall, withheld: Withheld | undefined): Promise<readonly Where[]> {
  if (withheld === undefined || maySee(viewer, withheld.shows)) return [{}];
  return [withheld.open, ...(await withheld.own(claimsOf(viewer), models))];
}

function requireFilters(filters: Readonly<Record<string, Filter>>, { input, viewer }: QueryCall): void {
  const asked = input as Readonly<Record<string, unknown>>;
  for (const [name, { shows }] of Object.entries(filters))
    if (shows !== undefined && asked[name] !== undefined) requireSight(viewer, shows);
}

const pageSchemas = new WeakMap<z.ZodType, z.ZodType>();

/** The page of an item's schema, one for each: `{ items, next }`, named after the item. */
export function pageSchemaOf<Item>(
  item: z.ZodType<Item>,
): z.ZodType<{ readonly items: readonly Item[]; readonly next?: string | undefined }> {
  const known = pageSchemas.get(item);
  if (known !== undefined) return known as ReturnType<typeof pageSchemaOf<Item>>;
  const id = item.meta()?.id;
  const next = z.string().optional().describe('What `after` goes on from; absent on the last page.');
  const page = z.strictObject({ items: z.array(item), next });
  const named = id === undefined ? page : page.meta({ id: `${id}Page`, description: 'One page of the list.' });
  pageSchemas.set(item, named);
  return named;
}

/** Two days that a read lies between, by the names of their parameters. @throws Problem API_MALFORMED where the first one is later */
export function requireInOrder(...[[earlier, first], [later, last]]: readonly [Named, Named]): void {
  if (first <= last) return;
  const message = `${first} is after ${later}, ${last}: a day no later than that`;
  throw edgeProblem('API_MALFORMED', { errors: [{ path: `/${earlier}`, message }] });
}

type Named = readonly [parameter: string, day: string];

/** The document of a key. @throws Problem API_NOT_FOUND */
export function orNotFound<T>(document: T | undefined, id: string): T {
  if (document === undefined) throw edgeProblem('API_NOT_FOUND', { found: id });
  return document;
}

function namesIn(path: string): readonly string[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => String(name));
}

/** A page of `bodies` is `bodies.list`, `bodies/:id` is `bodies.get`, `offices/:id/holders` is `offices.holders`. */
function nameOf(path: string, pages: boolean): string {
  const segments = path.split('/');
  const words = segments.filter((segment) => !segment.startsWith(':'));
  if (segments.at(-1)?.startsWith(':') === true) return [...words, 'get'].join('.');
  return words.length === 1 && pages ? `${words.join('')}.list` : words.join('.');
}

function resourceOf({ name }: { readonly name: string }): string {
  return name.slice(name.indexOf('.') + 1);
}

/** The same schema as optional, with its description. */
function optionalOf(schema: z.ZodType): z.ZodType {
  const { id: _id, ...words } = schema.meta() ?? {};
  return schema.optional().meta(words);
}

function columnOf(name: string, { column }: Pick<Filter, 'column'> = {}): string {
  return column ?? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function requireColumns(
  { name, columns, indexes }: Projection,
  filters: Readonly<Record<string, Filter>>,
  orders: readonly string[],
): void {
  for (const [parameter, filter] of Object.entries(filters)) {
    const column = columnOf(parameter, filter);
    const type = columns[column]?.type;
    if (type === undefined) throw new InvalidQuery(`${name}: ${parameter} filters the unknown column ${column}`);
    if (filter.bound !== undefined) requireOrdered(name, column, type);
  }
  for (const parameter of orders) {
    const column = columnOf(parameter);
    requireOrdered(name, column, columns[column]?.type);
    if (!indexes.some(([first]) => first === column)) throw new InvalidQuery(`${name}: no index begins with ${column}`);
  }
}

/** The order of texts is a matter of languages; of dates and numbers it is not. */
function requireOrdered(name: string, column: string, type: string | undefined): void {
  if (type !== 'date' && type !== 'integer') throw new InvalidQuery(`${name}: ${column} is no date and no number`);
}

function conditionsOf(
  filters: Readonly<Record<string, Filter>>,
  input: Readonly<Record<string, unknown>>,
): Readonly<Record<string, Where[string]>> {
  const where: Record<string, Where[string]> = {};
  for (const [name, filter] of Object.entries(filters)) {
    const value = input[name] as string | number | boolean | undefined;
    if (value === undefined) continue;
    const column = columnOf(name, filter);
    const known = where[column];
    where[column] = filter.bound === undefined ? value : { ...(isRange(known) ? known : {}), [filter.bound]: value };
  }
  return where;
}

function isRange(value: Where[string] | undefined): value is Range {
  return typeof value === 'object' && !Array.isArray(value);
}

function orderParameter(orders: readonly string[]): z.ZodType {
  const words = orders.flatMap((name) => [name, `-${name}`]);
  return z
    .enum(words)
    .optional()
    .meta({
      description:
        'The order of the list, `-` for the latest or greatest first. Items without that member are left out.',
      examples: [words[0]],
    });
}

function orderOf({ order }: Readonly<Record<string, unknown>>) {
  if (typeof order !== 'string') return {};
  const descending = order.startsWith('-');
  return { order: { column: columnOf(order.replace('-', '')), descending } };
}
