import type { EventMap, Projection } from './projection.ts';

const NAME = /^[a-z][a-z0-9]*\.[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const COLUMN = /^[a-z][a-z0-9_]*$/;
const PATH = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;
/** PostgreSQL cuts identifiers at 63 bytes; shadows, replays and indexes add up to 23 to the table's name. */
const TABLE_LIMIT = 40;
const OWN_COLUMNS: readonly string[] = ['key', 'document'];

/** A definition that no table can be made from: a bug in the read model. */
export class InvalidProjection extends TypeError {
  override readonly name = 'InvalidProjection';
}

/**
 * Declares a read model. Given the events of the contracts, each handler's `event.data` has the type of its event:
 * `projection<GrappeEvents, Member>({ name: 'membership.members', on: { 'membership.MemberAdmitted': { … } } })`.
 * @throws InvalidProjection when a table cannot be made from it.
 */
export function projection<Events extends EventMap, Document extends object>(
  definition: Projection<Events, Document>,
): Projection<Events, Document> {
  checkName(definition);
  checkColumns(definition);
  checkIndexes(definition);
  return definition;
}

function checkName({ name, version, on }: Projection): void {
  demand(NAME.test(name), `${name}: the name is <context>.<read-model>, kebab-case`);
  demand(name.length - name.indexOf('.') - 1 <= TABLE_LIMIT, `${name}: at most ${String(TABLE_LIMIT)} characters`);
  demand(Number.isSafeInteger(version) && version >= 1, `${name}: the version counts from 1, found ${String(version)}`);
  demand(Object.keys(on).length > 0, `${name}: it reads no event`);
}

function checkColumns({ name, columns }: Projection): void {
  for (const [column, { from }] of Object.entries(columns)) {
    demand(COLUMN.test(column) && column.length <= TABLE_LIMIT, `${name}: not a column name: ${column}`);
    demand(!OWN_COLUMNS.includes(column), `${name}: every read model has a column ${column} already`);
    demand(PATH.test(from), `${name}.${column}: not a path of members: ${from}`);
  }
}

function checkIndexes({ name, columns, indexes }: Projection): void {
  for (const index of indexes) {
    demand(index.length > 0, `${name}: an index without columns`);
    for (const column of index)
      demand(column === 'key' || Object.hasOwn(columns, column), `${name}: an index over the unknown column ${column}`);
  }
}

function demand(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvalidProjection(message);
}
