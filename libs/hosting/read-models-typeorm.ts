import { And, DataSource, EntitySchema, In, LessThanOrEqual, MoreThanOrEqual } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { PoolUse } from '#libs/event-store';
import { sessionOf } from '#libs/postgres';
import type { FindOptionsWhere, Repository, SelectQueryBuilder } from 'typeorm';
import { atRevision, placeOf } from '#libs/projections';
import type { Order, PageRequest, Projection, ReadModelQuery, ReadModels, Where } from '#libs/projections';
import { limitOf, pageOf, placeOfCursor, type CursorPlace } from './cursor.ts';

/** A row of a read model's table: its key, its document, and the columns the database derives from it. */
interface DocumentRow {
  key: string;
  document: object;
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
    columns: { key: { type: 'text', primary: true }, document: { type: 'jsonb' }, ...Object.fromEntries(derived) },
  });
}

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
    of: <Events extends object, Document extends object>({ name }: Projection<Events, Document>) =>
      queryOver<Document>(dataSource.getRepository<DocumentRow>(name)),
    waitFor: async ({ name }, position) => {
      await waitFor(name, position);
    },
  };
  return { readModels, close: () => dataSource.destroy() };
}

function queryOver<Document extends object>(rows: Repository<DocumentRow>): ReadModelQuery<Document> {
  // The runner wrote the document by this projection's own evolve, so its type is the projection's.
  const documentOf = (row: DocumentRow): Document => atRevision<Document>(row.document).document;
  const find = async (key: string) => {
    const row = await rows.findOneBy({ key });
    return row === null ? undefined : atRevision<Document>(row.document);
  };
  return {
    find,
    get: async (key) => (await find(key))?.document,
    page: async (request) => {
      const found = await pageQuery(rows, request).getMany();
      const page = pageOf(found, limitOf(request), (row) => cursorPlaceOf(row, request.order));
      return { ...page, items: page.items.map(documentOf) };
    },
    all: async (where) => (await rows.find({ where: conditionsOf(where), order: { key: 'ASC' } })).map(documentOf),
    count: async (where = {}) => await rows.countBy(conditionsOf(where)),
  };
}

/** Behind a place means behind its key, or behind its value and key where the page is ordered. */
function pageQuery(
  rows: Repository<DocumentRow>,
  { where = {}, order, after, limit }: PageRequest,
): SelectQueryBuilder<DocumentRow> {
  const query = rows.createQueryBuilder('row').where(anyOf(where));
  const direction = order?.descending === true ? 'DESC' : 'ASC';
  const place = after === undefined ? undefined : placeOfCursor(after, order);
  if (order !== undefined) {
    query.andWhere(`row.${order.column} is not null`).orderBy(`row.${order.column}`, direction);
    const comparison = order.descending ? '<' : '>';
    if (place !== undefined) query.andWhere(`(row.${order.column}, row.key) ${comparison} (:value, :key)`, place);
  } else if (place !== undefined) query.andWhere('row.key > :key', place);
  return query.addOrderBy('row.key', direction).take(limitOf({ limit }) + 1);
}

/** Of no condition at all nothing fits, where TypeORM would take it for no filter. */
function anyOf(where: Where | readonly Where[]): readonly FindOptionsWhere<DocumentRow>[] {
  const conditions = [where].flat().map(conditionsOf);
  return conditions.length === 0 ? [{ key: In([]) }] : conditions;
}

function conditionsOf(where: Where): FindOptionsWhere<DocumentRow> {
  const conditions = Object.entries(where).map(([column, value]) => [column, conditionOf(value)]);
  return Object.fromEntries(conditions) as FindOptionsWhere<DocumentRow>;
}

function conditionOf(value: Where[string]): unknown {
  if (typeof value !== 'object') return value;
  if (!('from' in value || 'until' in value)) return In(Array.isArray(value) ? value : []);
  const { from, until } = value;
  return And(
    ...(from === undefined ? [] : [MoreThanOrEqual(from)]),
    ...(until === undefined ? [] : [LessThanOrEqual(until)]),
  );
}

function cursorPlaceOf(row: DocumentRow, order: Order | undefined): CursorPlace {
  if (order === undefined) return { key: row.key };
  return { key: row.key, value: String(new Map<string, unknown>(Object.entries(row)).get(order.column)) };
}
