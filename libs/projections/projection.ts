import { invariant, type RecordedEvent } from '#libs/kernel';
import { rereading, type ReadingOrder } from './folding/rereading.ts';
import type { LedgerRange, RecordedChange } from './folding/changes.ts';
import type { KnownBy } from './folding/known-by.ts';
import { withRevision } from './folding/revisions.ts';

/** Event types (`<context>.<EventName>`) with the data that each carries; the contracts give one. */
export type EventMap = object;

/** An event with the data that its type carries. */
export type TypedEvent<Data> = Omit<RecordedEvent, 'data'> & { readonly data: Data };

/** What a projection does with one type of event; `creates`, `upserts`, `updates` and `removes` make one. Both functions are pure. */
export interface EventHandler<Data, Document> {
  /** Which document has to exist before: none (`creates`), one (`updates`, `removes`), either (`upserts`). */
  readonly does: 'creates' | 'upserts' | 'updates' | 'removes';
  /** The documents that the event touches. No key: it touches none. */
  keys(event: TypedEvent<Data>): string | readonly string[];
  /** The document after the event; undefined where it removes one. */
  evolve(document: Document | undefined, event: TypedEvent<Data>, key: string): Document | undefined;
}

/** A column that the database derives from the document, for queries and indexes. */
export interface DerivedColumn {
  readonly type: 'text' | 'date' | 'integer' | 'boolean';
  /** Path of the member inside the document, `a.b.c`. */
  readonly from: string;
  /** Of a text that was made to be ordered by: it is compared byte by byte, whatever the language of the database. */
  readonly isSortKey?: true | undefined;
}

/**
 * A read model as keyed documents: `keys(event)` and a pure `evolve(document, event)`. It is stored as the table
 * `<schema>.<table>` with the columns `key`, `document` and the derived ones, and can be thrown away and rebuilt at will.
 */
export interface Projection<Events extends EventMap = EventMap, Document extends object = object> {
  /** `<context>.<read-model>`, kebab-case: the schema and, with underscores, the table. Also the name of its checkpoint. */
  readonly name: string;
  /** Raised whenever the same events would give other documents; the model is then rebuilt on start. */
  readonly version: number;
  readonly columns: Readonly<Record<string, DerivedColumn>>;
  /** Lists of derived columns that queries filter by. */
  readonly indexes: readonly (readonly string[])[];
  /** Derived text columns of which queries ask what they contain. */
  readonly searched?: readonly string[] | undefined;
  /**
   * What an event that cannot be applied does. Default: `pause`. `pause`: the whole model stops at it. `park`: the keys
   * at which it fails stop, with all their later events behind it in order, and the other keys go on. With `park` an event
   * that touches several keys is applied to those of them that are not parked: each key is a fold of its own.
   */
  readonly onPoison?: 'pause' | 'park' | undefined;
  /**
   * `<context>.<aggregate>`: the streams whose ids are the keys of the documents. Queries then give with each document the last revision
   * of its stream that is in it. It has to read every type of event that stands in these streams.
   */
  readonly subject?: string | undefined;
  /** With it, documents follow facts that are recorded late or corrected: they are made of their events in this order. Default: as they were recorded. */
  readonly order?: ReadingOrder | undefined;
  /** Of a model with an order: a stored document as it was known then; undefined where there was none. Made from the order. */
  readonly asKnown?: ((stored: object, key: string, by: KnownBy) => object | undefined) | undefined;
  /** Of a model with an order: what was recorded of a stored document in a range of the ledger. Made from the order. */
  readonly changesIn?: ((stored: object, range: LedgerRange) => readonly RecordedChange[]) | undefined;
  readonly on: { readonly [Type in keyof Events]?: EventHandler<Events[Type], Document> };
}

/** A handler with untyped data, for the runner, which knows no context. */
export type AnyHandler = EventHandler<unknown, object>;

export function handlerOf(projection: Projection, type: string): AnyHandler | undefined {
  return (projection.on as Readonly<Record<string, AnyHandler | undefined>>)[type];
}

/** The event types that a projection reads. */
export function typesOf(projection: Projection): readonly string[] {
  return Object.keys(projection.on);
}

/** A handler that may leave its key to the projection. */
export type Handling<Data, Document> = Omit<EventHandler<Data, Document>, 'keys'> &
  Partial<Pick<EventHandler<Data, Document>, 'keys'>>;

/**
 * Handlers by event type. Where the data of an event have no text under the projection's `key`, its handler names its own (`keyed`);
 * with `never` for the key, each does.
 */
export type Handlers<Events extends EventMap, Document, Key extends PropertyKey = never> = {
  readonly [Type in keyof Events]?: HasKey<Events[Type], Key> extends true
    ? Handling<Events[Type], Document>
    : EventHandler<Events[Type], Document>;
};

type HasKey<Data, Key extends PropertyKey> = [Key] extends [never]
  ? false
  : Data extends Readonly<Record<Key, string>>
    ? true
    : false;

/** The event creates a document: an existing one is an error. */
export function creates<Data, Document>(
  make: (event: TypedEvent<Data>, key: string) => NoInfer<Document>,
): Handling<Data, Document> {
  return { does: 'creates', evolve: (_none, event, key) => make(event, key) };
}

/** The event creates a document or changes the existing one: for facts that may come first or later. */
export function upserts<Data, Document>(
  change: (document: Document | undefined, event: TypedEvent<Data>, key: string) => NoInfer<Document>,
): Handling<Data, Document> {
  return { does: 'upserts', evolve: change };
}

/** The event changes the document that is there: without one it is an error. */
export function updates<Data, Document>(
  change: (document: Document, event: TypedEvent<Data>, key: string) => NoInfer<Document>,
): Handling<Data, Document> {
  return { does: 'updates', evolve: (document, event, key) => change(document as Document, event, key) };
}

/** The event removes the document that is there: without one it is an error. */
export function removes<Data, Document>(): Handling<Data, Document> {
  return { does: 'removes', evolve: () => undefined };
}

/** A handler whose documents stand under other keys than the projection's `key` gives; an event may touch several or none. */
export function keyed<Data, Document>(
  keys: EventHandler<Data, Document>['keys'],
  handling: Handling<Data, Document>,
): EventHandler<Data, Document> {
  return { ...handling, keys };
}

/** A list of a document with one item changed. @throws InvariantBroken where no item is meant */
export function changeItem<Item>(
  items: readonly Item[],
  isMeant: (item: Item) => boolean,
  change: (item: Item) => NoInfer<Item>,
): readonly Item[] {
  const index = items.findIndex(isMeant);
  const item = items[index];
  invariant(item !== undefined, 'the item that an event changes is not in the document');
  return items.with(index, change(item));
}

const NAME = /^[a-z][a-z0-9]*\.[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const COLUMN = /^[a-z][a-z0-9_]*$/;
const PATH = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;
/** PostgreSQL cuts identifiers at 63 bytes; shadows, replays and indexes add up to 23 to the table's name. */
const TABLE_LIMIT = 40;
const OWN_COLUMNS: readonly string[] = ['key', 'document', 'changed_columns'];

/** A definition from which no table can be made: a bug in the read model. */
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

/** A read model whose handlers name each their own key. That it has no `key` is said, so that the compiler looks at no other alternative. */
interface KeyedByHandlers<Events extends EventMap, Document extends object> extends Projection<Events, Document> {
  readonly key?: undefined;
}

/** The declaration of a read model: with a `key` for the handlers that name none of their own. */
export type Definition<Events extends EventMap, Document extends object> =
  KeyedByHandlers<Events, Document> | KeyedByMember<Events, Document>;

type KeyedByMember<Events extends EventMap, Document extends object> = {
  [Key in KeyOf<Events> & string]: Keyed<Events, Document, Key>;
}[KeyOf<Events> & string];

/**
 * Declares a read model whose handlers name each their own keys. It stands apart because the alternatives of the other, one for each text of any event,
 * take the compiler seconds.
 * @throws InvalidProjection when a table cannot be made from it.
 */
export function projection<Events extends EventMap, Document extends object>(
  definition: KeyedByHandlers<Events, Document>,
): Projection<Events, Document>;
/**
 * Declares a read model. Given the events of the contracts, each handler's `event.data` has the type of its event:
 * `projection<GrappeEvents, Member>({ name: 'membership.members', key: 'memberId', on: { 'membership.MemberAdmitted': creates(…) } })`.
 * @throws InvalidProjection when a table cannot be made from it.
 */
export function projection<Events extends EventMap, Document extends object>(
  definition: Definition<Events, Document>,
): Projection<Events, Document>;
export function projection<Events extends EventMap, Document extends object>(
  definition: Definition<Events, Document>,
): Projection<Events, Document> {
  checkName(definition);
  checkColumns(definition);
  checkIndexes(definition);
  const model = isKeyedByMember(definition) ? withKeys(definition) : definition;
  const { order } = model;
  const read = order === undefined ? model : (rereading(model, order) as Projection<Events, Document>);
  return withRevisions(read);
}

function isKeyedByMember<Events extends EventMap, Document extends object>(
  definition: Definition<Events, Document>,
): definition is KeyedByMember<Events, Document> {
  return definition.key !== undefined;
}

function withKeys<Events extends EventMap, Document extends object>(
  definition: KeyedByMember<Events, Document>,
): Projection<Events, Document> {
  const { key, ...model } = definition;
  const complete = Object.entries(model.on as Readonly<Record<string, Handling<TextMembers, Document>>>).map(
    ([type, handler]): readonly [string, EventHandler<TextMembers, Document>] => [
      type,
      { keys: ({ data }) => data[key] ?? '', ...handler },
    ],
  );
  return { ...model, on: Object.fromEntries(complete) as Projection<Events, Document>['on'] };
}

function withRevisions<Events extends EventMap, Document extends object>(
  model: Projection<Events, Document>,
): Projection<Events, Document> {
  const { subject } = model;
  if (subject === undefined) return model;
  const on = Object.entries(model.on as Readonly<Record<string, AnyHandler>>).map(
    ([type, handler]): readonly [string, AnyHandler] => {
      const evolve: AnyHandler['evolve'] = (document, event, key) => {
        const after = handler.evolve(document, event, key);
        return after && withRevision(subject, key, event, [document, after]);
      };
      return [type, { ...handler, evolve }];
    },
  );
  return { ...model, on: Object.fromEntries(on) as Projection<Events, Document>['on'] };
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

function checkIndexes({
  name,
  columns,
  indexes,
  searched = [],
}: Pick<Projection, 'name' | 'columns' | 'indexes' | 'searched'>): void {
  for (const column of searched)
    demand(columns[column]?.type === 'text', `${name}: a search in ${column}, which is no column of texts`);
  for (const index of indexes) {
    demand(index.length > 0, `${name}: an index without columns`);
    for (const column of index)
      demand(column === 'key' || Object.hasOwn(columns, column), `${name}: an index over the unknown column ${column}`);
  }
}

function demand(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvalidProjection(message);
}
