import { z } from 'zod';
import type { Immutable } from '#libs/contracts';
import type { Projection, Range, Where } from '#libs/projections';
import { edgeProblem, type EdgeCode } from '../problem.ts';
import { pageParameters, type PageInput } from './parameters.ts';
import { InvalidQuery, TaggedAnswer, type Drawing, type QueryCall, type QueryRow } from './query-row.ts';

export type Shape = Readonly<Record<string, z.ZodType>>;
type InputOf<Parameters extends Shape> = z.output<z.ZodObject<Parameters>>;

/** The members that the declarations of all rows have. */
interface Declared<Parameters extends Shape> extends Pick<QueryRow, 'summary' | 'description' | 'may'> {
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
    Partial<Pick<QueryRow, 'reads' | 'statuses' | 'personal'>> {
  /** A question that comes in a body is a `POST`. */
  readonly method?: 'POST';
  readonly body?: z.ZodType<Body>;
  readonly answers: z.ZodType<Answer>;
  readonly drawings?: Readonly<Record<string, Drawing<Immutable<Answer>>>>;
  readonly statusOf?: (answer: Immutable<Answer>) => number;
  /** An iterable is answered line by line (`application/x-ndjson`). */
  run(call: QueryCall<InputOf<Parameters>, Body>): Answered<Answer> | Promise<Answered<Answer>>;
}

/** Declares a read over the models that it names. @throws InvalidQuery */
export function query<Parameters extends Shape, Answer, Body>(
  row: QueryDeclaration<Parameters, Answer, Body>,
): QueryRow {
  const { path, method = 'GET', body, reads = [], problems = [], drawings = {}, ...rest } = row;
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
    name: nameOf(path, pages),
    path,
    method: body === undefined ? method : 'POST',
    body,
    pathParameters: z.strictObject(part(true)),
    queryParameters: z.strictObject(part(false)),
    reads,
    pages,
    drawings,
    tagged: false,
    problems: inPath.length > 0 ? [...problems, 'API_NOT_FOUND'] : problems,
  };
}

/** A read of one document by its key, as it is or as `view` shows it. */
interface DocumentDeclaration<Parameters extends Shape, Answer> extends Declared<Parameters> {
  /** Below the resource. Default: `:id`. */
  readonly path?: string;
  readonly also?: readonly Projection[];
  readonly answers: z.ZodType<Answer>;
}

export type View<Parameters extends Shape, Document, Answer> = (
  document: Document,
  call: QueryCall<InputOf<Parameters>>,
) => Immutable<Answer> | Promise<Immutable<Answer>>;

/** Declares the read of one document of a model: 404 names the key that has no document. */
export function documentOf<Events extends object, Document extends object, Parameters extends Shape>(
  projection: Projection<Events, Document>,
  row: DocumentDeclaration<Parameters, Document> & { readonly view?: undefined },
): QueryRow;
export function documentOf<Events extends object, Document extends object, Parameters extends Shape, Answer>(
  projection: Projection<Events, Document>,
  row: DocumentDeclaration<Parameters, Answer> & { readonly view: View<Parameters, Document, Answer> },
): QueryRow;
export function documentOf<Document extends object>(
  projection: Projection<object, Document>,
  row: DocumentDeclaration<Shape, unknown> & { readonly view?: View<Shape, Document, unknown> | undefined },
): QueryRow {
  const { path = ':id', also = [], view, ...rest } = row;
  const [key = ''] = namesIn(path);
  const tagged = path === `:${key}` && projection.subject !== undefined;
  const read = query({
    ...rest,
    path: `${resourceOf(projection)}/${path}`,
    reads: [projection, ...also],
    run: async (call) => {
      const id = String(call.input[key]);
      const { document, revision } = orNotFound(await call.models.of(projection).find(id), id);
      const answer = view === undefined ? document : await view(document, call);
      return tagged ? new TaggedAnswer(answer, revision) : answer;
    },
  });
  return { ...read, tagged };
}

/** A filter of a list: a parameter and the column that it is compared with. */
export interface Filter {
  readonly schema: z.ZodType;
  /** Absent: the parameter's name in the spelling of columns. */
  readonly column?: string | undefined;
  readonly bound?: 'from' | 'until';
}

export const equals = (schema: z.ZodType, column?: string): Filter => ({ schema, column });
/** Both bounds are inclusive. Of a date or a number. */
export const atLeast = (column: string, schema: z.ZodType): Filter => ({ schema, column, bound: 'from' });
export const atMost = (column: string, schema: z.ZodType): Filter => ({ schema, column, bound: 'until' });

/** A list of the documents of a model, each as it is or as `view` shows it. */
export interface ListDeclaration<Parameters extends Shape, Item> extends Declared<Parameters> {
  readonly filters?: Readonly<Record<string, Filter>>;
  /** Names of date or number columns by which the list can be ordered; each begins an index. Default: in key order. */
  readonly orders?: readonly string[];
  readonly also?: readonly Projection[];
  /** A condition that takes more than a comparison. */
  readonly where?: (call: QueryCall<InputOf<Parameters>>) => Where | Promise<Where>;
  readonly item: z.ZodType<Item>;
}

/** Declares a list of the documents of a model: filters, order, page by page. @throws InvalidQuery */
export function listOf<Events extends object, Document extends object, Parameters extends Shape>(
  projection: Projection<Events, Document>,
  row: ListDeclaration<Parameters, Document> & { readonly view?: undefined },
): QueryRow;
export function listOf<Events extends object, Document extends object, Parameters extends Shape, Item>(
  projection: Projection<Events, Document>,
  row: ListDeclaration<Parameters, Item> & { readonly view: View<Parameters, Document, Item> },
): QueryRow;
export function listOf<Document extends object>(
  projection: Projection<object, Document>,
  row: ListDeclaration<Shape, unknown> & { readonly view?: View<Shape, Document, unknown> | undefined },
): QueryRow {
  const { filters = {}, orders = [], also = [], parameters = {}, where, item, view, ...rest } = row;
  requireColumns(projection, filters, orders);
  return query({
    ...rest,
    path: resourceOf(projection),
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
      const conditions = { ...conditionsOf(filters, call.input), ...(await where?.(call)) };
      const order = orderOf(call.input);
      const page = await call.models.of(projection).page({ where: conditions, limit, after, ...order });
      if (view === undefined) return page;
      return { ...page, items: await Promise.all(page.items.map((document) => view(document, call))) };
    },
  });
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
