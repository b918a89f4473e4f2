import { invariant } from '#libs/kernel';
import type { EventHandler, EventMap, TypedEvent } from './projection.ts';

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

/** The event opens a document: one that is there already is an error. */
export function creates<Data, Document>(
  make: (event: TypedEvent<Data>, key: string) => NoInfer<Document>,
): Handling<Data, Document> {
  return { does: 'creates', evolve: (_none, event, key) => make(event, key) };
}

/** The event opens a document or changes the one that is there: for facts that may come first or later. */
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

/** A list of a document with the one item changed that is meant. @throws InvariantBroken where no item is */
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
