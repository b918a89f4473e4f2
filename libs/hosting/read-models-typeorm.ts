import { And, Brackets, DataSource, EntitySchema, In, LessThanOrEqual, Like, MoreThanOrEqual, Raw } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { PoolUse } from '#libs/event-store';
import { joined, sessionOf } from '#libs/postgres';
import type { FindOptionsWhere, ObjectLiteral, Repository, SelectQueryBuilder } from 'typeorm';
import { atRevision, GONE, hasChanged, isContaining, leadingColumns, placeOf } from '#libs/projections';
import type { KnownBy, Order, PageRequest, Projection, ReadModelQuery, ReadModels, Where } from '#libs/projections';
import { cursorOf, limitOf, MAX_LIMIT, pageOf, placeOfCursor, type CursorPlace } from './cursor.ts';
import { changesAmong, knownQuery, type Candidates } from './known-at.ts';

/** A row of a read model's table: its key, its document, and the columns the database derives from it. */
interface DocumentRow {
  key: string;
  document: object;
  /** Of models with an order: what ever had another value. */
  changed_columns?: readonly string[] | null;
}

/** The entity that maps a projection's table; TypeORM reads it and never writes or creates it. */
function entityOf(projection: Projection): EntitySchema<DocumentRow> {
  const { schema, table: tableName } = placeOf(projection);
  const derived = Object.entries(projection.columns).map(
    ([name, { type }]) => [name, { type, insert: false, update: false, nullable: true }] as const,
  );
  return new EntitySchema<DocumentRow>({
    name: projection.name,
    schema,
    tableName,
    columns: {
      key: { type: 'text', primary: true },
      document: { type: 'jsonb' },
      ...Object.fromEntries(derived),
      ...(projection.order === undefined ? {} : HISTORY_COLUMNS),
    },
  });
}

const HISTORY_COLUMNS = {
  changed_columns: { type: 'jsonb', insert: false, update: false, nullable: true, select: false },
} as const;

/** Waits until a read model has passed a position. */
export type WaitFor = (readModel: string, position: bigint) => Promise<void>;

export interface ReadModelsOptions {
  readonly databaseUrl: string;
  /** Every connection acts as this role. Default: as the user of the URL. */
  readonly role?: string | undefined;
  readonly poolSize: number;
  readonly projections: readonly Projection[];
  readonly waitFor: WaitFor;
  /** Called with the pool that was opened. */
  readonly onPool?: ((pool: PoolUse) => void) | undefined;
}

/** The read models of a service over one TypeORM data source; their tables exist already. */
export async function openReadModels({
  databaseUrl,
  role,
  poolSize,
  projections,
  waitFor,
  onPool,
}: ReadModelsOptions): Promise<{ readonly readModels: ReadModels; readonly close: () => Promise<void> }> {
  const { connectionString: url, verify } = sessionOf(databaseUrl, role);
  const entities = projections.map(entityOf);
  const dataSource = new DataSource({ type: 'postgres', url, poolSize, entities, extra: { verify } });
  await dataSource.initialize();
  onPool?.((dataSource.driver as PostgresDriver).master as PoolUse);
  const readModels: ReadModels = {
    of: <Events extends object, Document extends object>(projection: Projection<Events, Document>, known?: KnownBy) => {
      const rows = dataSource.getRepository<DocumentRow>(projection.name);
      if (known === undefined) return queryOver<Document>(rows, projection);
      return knownQuery<Document>(projection, known, candidatesIn(rows, leadingColumns(projection)));
    },
    changes: async (projection, where, range) => {
      const rows = dataSource.getRepository<DocumentRow>(projection.name);
      return await changesAmong(projection, where, range, candidatesIn(rows, leadingColumns(projection)));
    },
    waitFor: async ({ name }, position) => {
      await waitFor(name, position);
    },
  };
  return { readModels, close: () => dataSource.destroy() };
}

/** Of documents that are not gone. */
const THERE = Raw((column) => `(${column} is null or not ${column} @> '["${GONE}"]')`);

function queryOver<Document extends object>(
  rows: Repository<DocumentRow>,
  { order: history }: Pick<Projection, 'order'>,
): ReadModelQuery<Document> {
  // The runner wrote the document by this projection's own evolve, so its type is the projection's. What is gone was not asked for.
  const documentsOf = (found: readonly DocumentRow[]): readonly Document[] =>
    found.flatMap(({ document }) => atRevision<Document>(document)?.document ?? []);
  const conditions = (where: Where): FindOptionsWhere<DocumentRow> => ({
    ...conditionsOf(where),
    ...(history === undefined ? {} : { changed_columns: THERE }),
  });
  const find = async (key: string) => {
    const stored = await storedAt(rows, key);
    return stored && atRevision<Document>(stored);
  };
  async function foundFor(request: PageRequest<Document>): Promise<readonly DocumentRow[]> {
    const { keep, order } = request;
    if (keep === undefined) return await pageQuery(rows, request, conditions).getMany();
    const kept: DocumentRow[] = [];
    for (let { after } = request; ;) {
      const found = await pageQuery(rows, { ...request, after, limit: MAX_LIMIT }, conditions).getMany();
      kept.push(...found.filter((row) => documentsOf([row]).some(keep)));
      const last = found.at(-1);
      if (last === undefined || found.length <= MAX_LIMIT || kept.length > limitOf(request)) return kept;
      after = cursorOf(cursorPlaceOf(last, order));
    }
  }
  return {
    find,
    get: async (key) => (await find(key))?.document,
    page: async (request) => {
      const found = await foundFor(request);
      const page = pageOf(found, limitOf(request), (row) => cursorPlaceOf(row, request.order));
      return { ...page, items: documentsOf(page.items) };
    },
    all: async (where) => documentsOf(await allThat(rows, { where, conditions: conditions(where) })),
    count: async (where = {}) => await rows.countBy(conditions(where)),
  };
}

/**
 * What process managers and most reads ask for: as SQL, which takes a fifth of the processor that building the same query takes, and for all
 * keys of which somebody asks in the same moment at once.
 */
const storedAt = joined<string, object | undefined, Repository<DocumentRow>>(async (rows, keys) => {
  const { schema = '', tableName } = rows.metadata;
  const [isOne, distinct] = [keys.length === 1, [...new Set(keys)]];
  const found = await rows.query<DocumentRow[]>(
    `select key, document from "${schema}"."${tableName}" where key = ${isOne ? '$1' : 'any($1)'}`,
    [isOne ? keys[0] : distinct],
  );
  const documents = new Map(found.map(({ key, document }) => [key, document]));
  return keys.map((key) => documents.get(key));
});

interface AllThat {
  readonly where: Where;
  readonly conditions: FindOptionsWhere<DocumentRow>;
}

/** Everything that fits; those who ask for the same in the same moment are given the same. */
const allThat = joined<AllThat, readonly DocumentRow[], Repository<DocumentRow>>((rows, requests) => {
  const asked = new Map(requests.map(({ where, conditions }) => [JSON.stringify(where), conditions]));
  const found = new Map(
    [...asked].map(([where, conditions]) => [where, rows.find({ where: conditions, order: { key: 'ASC' } })]),
  );
  return Promise.resolve(requests.map(({ where }) => found.get(JSON.stringify(where)) ?? []));
});

/** Stored documents that fit, or of which a column that is asked for ever had another value. */
function candidatesIn(rows: Repository<DocumentRow>, leading: readonly string[]): Candidates {
  return {
    find: (key) => storedAt(rows, key),
    behind: async (last, where, limit) => {
      const query = rows.createQueryBuilder('row').where('row.key > :last', { last });
      query.andWhere(new Brackets((any) => where.forEach((each, nth) => any.orWhere(everFitted(each, nth, leading)))));
      if (where.length === 0) query.andWhere('false');
      const found = await query.orderBy('row.key').take(limit).getMany();
      return found.map(({ key, document }) => [key, document]);
    },
  };
}

/** By the columns that lead an index; the others are compared with the document of then. */
function everFitted(where: Where, nth: number, leading: readonly string[]): Brackets {
  return new Brackets((all) => {
    all.where('true');
    for (const [column, condition] of Object.entries(where)) {
      if (!leading.includes(column)) continue;
      const given = `${column}_${String(nth)}`;
      const [text, values] = comparison(column, given, condition);
      all.andWhere(`(${text} or row.${hasChanged(column)})`, values);
    }
  });
}

/** The condition as SQL, with its values by name. */
function comparison(column: string, given: string, condition: Where[string]): readonly [string, ObjectLiteral] {
  if (typeof condition !== 'object') return [`row.${column} = :${given}`, { [given]: condition }];
  if (isContaining(condition))
    return [`row.${column} like all(:${given})`, { [given]: condition.contains.map(patternOf) }];
  if (!('from' in condition || 'until' in condition)) return [`row.${column} = any(:${given})`, { [given]: condition }];
  const { from, until } = condition;
  const bounds = [
    ...(from === undefined ? [] : [`row.${column} >= :${given}_from`]),
    ...(until === undefined ? [] : [`row.${column} <= :${given}_until`]),
  ];
  return [bounds.join(' and '), { [`${given}_from`]: from, [`${given}_until`]: until }];
}

/** Behind a place means behind its key, or behind its value and key where the page is ordered. */
function pageQuery(
  rows: Repository<DocumentRow>,
  { where = {}, order, after, limit }: PageRequest,
  conditions: (where: Where) => FindOptionsWhere<DocumentRow>,
): SelectQueryBuilder<DocumentRow> {
  const query = rows.createQueryBuilder('row').where(anyOf([where].flat().map(conditions)));
  const direction = order?.descending === true ? 'DESC' : 'ASC';
  const place = after === undefined ? undefined : placeOfCursor(after, order);
  if (order !== undefined) {
    query.andWhere(`row.${order.column} is not null`).orderBy(placedBy(rows, order.column, [where].flat()), direction);
    const comparison = order.descending ? '<' : '>';
    if (place !== undefined) query.andWhere(`(row.${order.column}, row.key) ${comparison} (:value, :key)`, place);
  } else if (place !== undefined) query.andWhere('row.key > :key', place);
  return query.addOrderBy('row.key', direction).take(limitOf({ limit }) + 1);
}

/**
 * The database takes what a search finds for evenly spread over the order, and reads along its index until a page is full: nearly all of it, where
 * the texts that are found are those of its end. So what is searched is found first and then sorted.
 */
function placedBy(rows: Repository<DocumentRow>, column: string, where: readonly Where[]): string {
  const isSearched = where.some((each) => Object.values(each).some(isContaining));
  const isText = rows.metadata.findColumnWithPropertyName(column)?.type === 'text';
  return isSearched && isText ? `row.${column} || ''` : `row.${column}`;
}

/** Of no condition at all nothing fits, where TypeORM would take it for no filter. */
function anyOf(conditions: readonly FindOptionsWhere<DocumentRow>[]): readonly FindOptionsWhere<DocumentRow>[] {
  return conditions.length === 0 ? [{ key: In([]) }] : conditions;
}

function conditionsOf(where: Where): FindOptionsWhere<DocumentRow> {
  const conditions = Object.entries(where).map(([column, value]) => [column, conditionOf(value)]);
  return Object.fromEntries(conditions) as FindOptionsWhere<DocumentRow>;
}

function conditionOf(value: Where[string]): unknown {
  if (typeof value !== 'object') return value;
  if (isContaining(value)) return And(...['', ...value.contains].map((each) => Like(patternOf(each))));
  if (!('from' in value || 'until' in value)) return In(Array.isArray(value) ? value : []);
  const { from, until } = value;
  return And(
    ...(from === undefined ? [] : [MoreThanOrEqual(from)]),
    ...(until === undefined ? [] : [LessThanOrEqual(until)]),
  );
}

/** Of texts that contain this one. */
function patternOf(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

function cursorPlaceOf(row: DocumentRow, order: Order | undefined): CursorPlace {
  if (order === undefined) return { key: row.key };
  return { key: row.key, value: String(new Map<string, unknown>(Object.entries(row)).get(order.column)) };
}
