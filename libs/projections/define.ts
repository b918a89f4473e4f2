import type { Handlers, Handling } from './handlers.ts';
import type { EventHandler, EventMap, Projection } from './projection.ts';

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

/** Names under which the data of an event have a text. */
type KeyOf<Events extends EventMap> = {
  [Type in keyof Events]: {
    [Member in keyof Events[Type]]: Events[Type][Member] extends string ? Member : never;
  }[keyof Events[Type]];
}[keyof Events];

type TextMembers = Readonly<Record<string, string>>;

interface Keyed<Events extends EventMap, Document extends object, Key extends PropertyKey> extends Omit<
  Projection<Events, Document>,
  'on'
> {
  /** The member of an event's data that is the key of its document. */
  readonly key: Key;
  readonly on: Handlers<Events, Document, Key>;
}

/** A read model as it is written down: with a `key` for the handlers that name none of their own. */
export type Definition<Events extends EventMap, Document extends object> =
  | Projection<Events, Document>
  | { [Key in KeyOf<Events> & string]: Keyed<Events, Document, Key> }[KeyOf<Events> & string];

/**
 * Declares a read model. Given the events of the contracts, each handler's `event.data` has the type of its event:
 * `projection<GrappeEvents, Member>({ name: 'membership.members', key: 'memberId', on: { 'membership.MemberAdmitted': creates(…) } })`.
 * @throws InvalidProjection when a table cannot be made from it.
 */
export function projection<Events extends EventMap, Document extends object>(
  definition: Definition<Events, Document>,
): Projection<Events, Document> {
  checkName(definition);
  checkColumns(definition);
  checkIndexes(definition);
  if (!('key' in definition)) return definition;
  const { key, ...model } = definition;
  const complete = Object.entries(model.on as Readonly<Record<string, Handling<TextMembers, Document>>>).map(
    ([type, handler]): readonly [string, EventHandler<TextMembers, Document>] => [
      type,
      { keys: ({ data }) => data[key] ?? '', ...handler },
    ],
  );
  return { ...model, on: Object.fromEntries(complete) as Projection<Events, Document>['on'] };
}

function checkName({ name, version, on }: Pick<Projection, 'name' | 'version'> & { readonly on: object }): void {
  demand(NAME.test(name), `${name}: the name is <context>.<read-model>, kebab-case`);
  demand(name.length - name.indexOf('.') - 1 <= TABLE_LIMIT, `${name}: at most ${String(TABLE_LIMIT)} characters`);
  demand(Number.isSafeInteger(version) && version >= 1, `${name}: the version counts from 1, found ${String(version)}`);
  demand(Object.keys(on).length > 0, `${name}: it reads no event`);
}

function checkColumns({ name, columns }: Pick<Projection, 'name' | 'columns'>): void {
  for (const [column, { from }] of Object.entries(columns)) {
    demand(COLUMN.test(column) && column.length <= TABLE_LIMIT, `${name}: not a column name: ${column}`);
    demand(!OWN_COLUMNS.includes(column), `${name}: every read model has a column ${column} already`);
    demand(PATH.test(from), `${name}.${column}: not a path of members: ${from}`);
  }
}

function checkIndexes({ name, columns, indexes }: Pick<Projection, 'name' | 'columns' | 'indexes'>): void {
  for (const index of indexes) {
    demand(index.length > 0, `${name}: an index without columns`);
    for (const column of index)
      demand(column === 'key' || Object.hasOwn(columns, column), `${name}: an index over the unknown column ${column}`);
  }
}

function demand(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvalidProjection(message);
}
