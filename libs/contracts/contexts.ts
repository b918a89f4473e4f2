// Written by `npm run generate` from the folders beside it.
import type { EventData } from './definition.ts';
import { eventsContract } from './events/index.ts';
import { governanceContract } from './governance/index.ts';
import { incubationContract } from './incubation/index.ts';
import { membershipContract } from './membership/index.ts';
import { mergersContract } from './mergers/index.ts';

export * from './events/calendar-links.ts';
export * from './events/communities.ts';
export * from './events/gathering.ts';
export * from './events/index.ts';
export * from './events/introductions.ts';
export * from './events/passing.ts';
export * from './events/programmes.ts';
export * from './events/registrations.ts';
export * from './events/series.ts';
export * from './governance/bodies.ts';
export * from './governance/clauses.ts';
export * from './governance/decisions.ts';
export * from './governance/declarations.ts';
export * from './governance/elections.ts';
export * from './governance/index.ts';
export * from './governance/interests.ts';
export * from './governance/meetings.ts';
export * from './governance/reminders.ts';
export * from './governance/seats.ts';
export * from './incubation/accompaniment.ts';
export * from './incubation/calls.ts';
export * from './incubation/holder.ts';
export * from './incubation/index.ts';
export * from './incubation/introductions.ts';
export * from './incubation/occupancy.ts';
export * from './incubation/support.ts';
export * from './membership/agreements.ts';
export * from './membership/cluster.ts';
export * from './membership/colleges.ts';
export * from './membership/fees.ts';
export * from './membership/funding.ts';
export * from './membership/index.ts';
export * from './membership/labels.ts';
export * from './membership/membership.ts';
export * from './membership/objectives.ts';
export * from './membership/organisation.ts';
export * from './membership/representatives.ts';
export * from './membership/subsidies.ts';
export * from './mergers/dry-runs.ts';
export * from './mergers/index.ts';
export * from './mergers/plan.ts';

/** The contexts and what each publishes. */
export const contracts = {
  events: eventsContract,
  governance: governanceContract,
  incubation: incubationContract,
  membership: membershipContract,
  mergers: mergersContract,
};

/** Every event by its full name with the data it carries: the type that projections and consumers are written against. */
export type GrappeEvents = EventData<'events', typeof eventsContract> &
  EventData<'governance', typeof governanceContract> &
  EventData<'incubation', typeof incubationContract> &
  EventData<'membership', typeof membershipContract> &
  EventData<'mergers', typeof mergersContract>;
