import type { z } from 'zod';
import type { EventData, EventDefinition, EventDefinitions } from './definition.ts';
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

const definitions: ReadonlyMap<string, EventDefinition> = new Map(
  Object.entries(contracts).flatMap(([context, events]) =>
    Object.entries(events as EventDefinitions).map(([name, definition]) => [`${context}.${name}`, definition] as const),
  ),
);

/** The current definition of an event type; undefined for an unknown type. */
export function definitionOf(type: string): EventDefinition | undefined {
  return definitions.get(type);
}

/** Every event type in a stable order. */
export function eventTypes(): readonly string[] {
  return [...definitions.keys()].sort();
}

/**
 * What stores and readers need to know of the event types. Its members are what a store asks of its catalog; no event has
 * an older version yet, so data are upcast as they are.
 */
export const catalog = {
  currentVersion: (type: string): number | undefined => definitions.get(type)?.version,

  /** Nothing when the data fit; else one line for each thing that is wrong, with its path. */
  check(type: string, schemaVersion: number, data: unknown): readonly string[] | 'unknown-type' | 'unknown-version' {
    const definition = definitions.get(type);
    if (definition === undefined) return 'unknown-type';
    if (definition.version !== schemaVersion) return 'unknown-version';
    const parsed = definition.schema.safeParse(data);
    return parsed.success ? [] : parsed.error.issues.map(describe);
  },

  upcast<Data>(
    _type: string,
    schemaVersion: number,
    data: Data,
  ): { readonly schemaVersion: number; readonly data: Data } {
    return { schemaVersion, data };
  },

  personalFields: (type: string) => definitions.get(type)?.personal ?? [],

  embargoField: (type: string): string | undefined => definitions.get(type)?.embargoField,
};

function describe(issue: z.core.$ZodIssue): string {
  return `/${issue.path.join('/')}: ${issue.message}`;
}
