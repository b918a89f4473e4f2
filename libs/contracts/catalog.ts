import type { EventData, EventDefinition } from './definition.ts';
import { catalogOf } from './event-catalog.ts';
import { governanceContract } from './governance/index.ts';
import { incubationContract } from './incubation/index.ts';
import { membershipContract } from './membership/index.ts';
import { mergersContract } from './mergers/index.ts';

/** The contexts and what each publishes. */
export const contracts = {
  membership: membershipContract,
  governance: governanceContract,
  mergers: mergersContract,
  incubation: incubationContract,
};

/** Every event by its full name with the data it carries: the type that projections and consumers are written against. */
export type GrappeEvents = EventData<'membership', typeof membershipContract> &
  EventData<'governance', typeof governanceContract> &
  EventData<'mergers', typeof mergersContract> &
  EventData<'incubation', typeof incubationContract>;

export type EventType = keyof GrappeEvents;

/** What stores and readers need to know of the event types above. */
export const catalog = catalogOf(contracts);

/** The current definition of an event type; undefined for an unknown type. */
export function definitionOf(type: string): EventDefinition | undefined {
  return catalog.definitionOf(type);
}

/** Every event type in a stable order. */
export function eventTypes(): readonly string[] {
  return catalog.eventTypes();
}
