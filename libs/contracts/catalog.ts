import { contracts, type GrappeEvents } from './contexts.ts';
import type { EventDefinition } from './definition.ts';
import { catalogOf } from './event-catalog.ts';

export type EventType = keyof GrappeEvents;

/** What stores and readers need to know of the event types. */
export const catalog = catalogOf(contracts);

/** The current definition of an event type; undefined for an unknown type. */
export function definitionOf(type: string): EventDefinition | undefined {
  return catalog.definitionOf(type);
}

/** Every event type in a stable order. */
export function eventTypes(): readonly string[] {
  return catalog.eventTypes();
}
