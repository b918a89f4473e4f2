import type { RecordedEvent } from '#libs/kernel';

/** Event types (`<context>.<EventName>`) with the data that each carries; the contracts give one. */
export type EventMap = object;

/** An event with the data that its type carries. */
export type TypedEvent<Data> = Omit<RecordedEvent, 'data'> & { readonly data: Data };

/** What a projection does with one type of event; `creates`, `upserts`, `updates` and `removes` make one. Both functions are pure. */
export interface EventHandler<Data, Document> {
  /** What has to be there before: no document (`creates`), one (`updates`, `removes`), either (`upserts`). */
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
  /**
   * What an event that cannot be applied does. Default: `pause`. `pause`: the whole model stands still at it. `park`: the keys
   * at which it fails stand still, with all their later events behind it in order, and the other keys go on. With `park` an event
   * that touches several keys is applied to those of them that are not parked: each key is a fold of its own.
   */
  readonly onPoison?: 'pause' | 'park' | undefined;
  readonly on: { readonly [Type in keyof Events]?: EventHandler<Events[Type], Document> };
}

/** The handler of an event's type with its data untyped again: what the runner, which knows no context, works with. */
export type AnyHandler = EventHandler<unknown, object>;

export function handlerOf(projection: Projection, type: string): AnyHandler | undefined {
  return (projection.on as Readonly<Record<string, AnyHandler | undefined>>)[type];
}

/** The event types that a projection reads. */
export function typesOf(projection: Projection): readonly string[] {
  return Object.keys(projection.on);
}
