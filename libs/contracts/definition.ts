import { z } from 'zod';

/**
 * One version of one event: its schema and what HTTP and topics need to know of it. What is written is forever: a released version
 * never changes meaning; a new shape is a new version with an upcaster.
 */
export interface EventDefinition<Schema extends z.ZodType = z.ZodType> {
  readonly version: number;
  readonly schema: Schema;
  /** One sentence for the reference: which decision this is. */
  readonly summary: string;
  /** The member that holds the day before which the event is for readers with the right only. */
  readonly embargoField?: string;
  /**
   * The same for an event that names persons: it stays private on topics for ever, because what an embargo lifts is carried in plain
   * and would outlive their erasure.
   */
  readonly privateField?: string;
  /** Whether it is for readers with the right only, on topics, in streams and in feeds, for ever: `confidential` says so of all events of a table. */
  readonly isConfidential?: true;
  /** Whether it begins its stream: it counts before all the others there, whatever its day (a figure may be of a day before it). */
  readonly opens?: boolean;
  /**
   * How many bytes an event adds that has to carry these data later: so much room of the largest event is left, because what was
   * lawful when it was recorded must not become impossible to record at its effect.
   */
  readonly carriedWithBytes?: number;
  /** Versions 1 to `version` - 1, each once, where the event had another shape before. */
  readonly older?: readonly OlderVersion[];
}

/** A version that is no longer written but is still in the store and on the topics: readers upcast it. */
export interface OlderVersion {
  readonly version: number;
  readonly schema: z.ZodType;
  /** The data in the version after this one. Pure: what it does not find in the data it may not know. */
  readonly upcast: (data: never) => object;
}

/** The events of a context by their names without the context. */
export type EventDefinitions = Readonly<Record<string, EventDefinition>>;

/** The union of domain events that a set of definitions describes: `{ type, ...data }`. */
export type DomainEvent<Definitions extends EventDefinitions> = {
  [Name in keyof Definitions & string]: { readonly type: Name } & Immutable<z.infer<Definitions[Name]['schema']>>;
}[keyof Definitions & string];

/** The data of the events of a context under their full names: `{ 'membership.OrganisationRegistered': { … } }`. */
export type EventData<Context extends string, Definitions extends EventDefinitions> = {
  readonly [Name in keyof Definitions & string as `${Context}.${Name}`]: Immutable<
    z.infer<Definitions[Name]['schema']>
  >;
};

export type Immutable<T> = T extends string
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Immutable<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Immutable<T[Key]> }
      : T;

/** Declares a version that is written no more; its upcaster gets what its schema describes. */
export function olderVersion<Schema extends z.ZodType>(older: {
  readonly version: number;
  readonly schema: Schema;
  readonly upcast: (data: Immutable<z.infer<Schema>>) => object;
}): OlderVersion {
  return older;
}

/** Events that are for readers with the right only, for ever: what selects, and who has applied. */
export function confidential<const Events extends EventDefinitions>(events: Events): Events {
  const entries = Object.entries(events).map(([name, definition]) => [name, { ...definition, isConfidential: true }]);
  return Object.fromEntries(entries) as Events;
}

/**
 * Declares an event by the sentence and the fields of its current version, which is the first one or the next after the older ones;
 * it has no members beside them. Keeps the exact type of its schema.
 */
export function event<Fields extends z.core.$ZodLooseShape>(
  summary: string,
  fields: Fields,
  more: Pick<EventDefinition, 'embargoField' | 'opens' | 'privateField' | 'carriedWithBytes' | 'older'> = {},
) {
  return { version: 1 + (more.older?.length ?? 0), summary, schema: z.strictObject(fields), ...more };
}
