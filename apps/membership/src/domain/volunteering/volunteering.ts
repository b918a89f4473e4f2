import type { DomainEvent, volunteeringEvents } from '#libs/contracts';
import { acceptUnless, below, cannotFollow, chronicle } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, FactsOf, Refusal } from '#libs/kernel';
import { notActiveOn, type Cluster, type ClusterMissing } from '../cluster/cluster.ts';

type VolunteeringEvent = DomainEvent<typeof volunteeringEvents>;
export type VolunteeringFact = FactOf<VolunteeringEvent>;

/** What an hour of volunteers is worth from a day on, with the basis of the rate; or why it is not valued. */
export interface Valuation {
  readonly since: string;
  readonly centsPerHour?: number | undefined;
  /** Of a rate. */
  readonly basis?: string | undefined;
  /** Where there is no rate. */
  readonly reason?: string | undefined;
}

/** Minutes that volunteers worked together, from a first day to a last one. */
export type VolunteerTime = Omit<FactsOf<VolunteeringEvent, 'VolunteerTimeRecorded'>, 'clusterId'>;

/** The time of the volunteers of a cluster, and what it is worth; each in the order of days. */
export interface Volunteering {
  readonly valuations: readonly Valuation[];
  readonly times: readonly VolunteerTime[];
}

/** The current state of the cluster. */
interface In {
  readonly cluster: Cluster;
}
type SetRate = CommandFor<EventOf<VolunteeringEvent, 'VolunteerRateSet'>, 'SetVolunteerRate'> & In;
type LeaveUnvalued = CommandFor<EventOf<VolunteeringEvent, 'VolunteeringNotValued'>, 'LeaveVolunteeringUnvalued'> & In;
type RecordTime = CommandFor<EventOf<VolunteeringEvent, 'VolunteerTimeRecorded'>, 'RecordVolunteerTime'> & In;
export type VolunteeringCommand = SetRate | LeaveUnvalued | RecordTime;

export type VolunteeringRejection = ClusterMissing | Refusal<'MBR_DATE_BEFORE_START', 'found' | 'required'>;

const initial: Volunteering = { valuations: [], times: [] };

export const volunteering = chronicle({
  context: 'membership',
  name: 'volunteering',
  prefix: 'MBR',
  initial,
  facts: {
    VolunteerRateSet: {
      name: 'rate',
      day: ({ since }) => since,
      changes: ['centsPerHour', 'basis', 'since'],
    },
    VolunteeringNotValued: { name: 'waiver', day: ({ since }) => since, changes: ['reason', 'since'] },
    VolunteerTimeRecorded: {
      name: 'time',
      day: ({ on }) => on,
      happened: true,
      changes: ['activity', 'volunteers', 'minutes', 'since', 'on'],
    },
  },
  evolve: evolveVolunteering,
  judge: ({ times }): VolunteeringRejection | undefined =>
    times.map(({ since, on }) => below('MBR_DATE_BEFORE_START', on, since)).find((each) => each !== undefined),
  decide: (command: VolunteeringCommand): Decision<VolunteeringFact, VolunteeringRejection> => {
    const { cluster, clusterId, since } = command;
    const first = notActiveOn(cluster, clusterId, since);
    const unfit =
      command.type === 'RecordVolunteerTime' ? (first ?? notActiveOn(cluster, clusterId, command.on)) : first;
    return acceptUnless<VolunteeringFact, VolunteeringRejection>(unfit, stated(command));
  },
});

function stated(command: VolunteeringCommand): VolunteeringFact {
  const { cluster: _cluster, ...facts } = command;
  if (facts.type === 'SetVolunteerRate') return { ...facts, type: 'VolunteerRateSet' };
  if (facts.type === 'RecordVolunteerTime') return { ...facts, type: 'VolunteerTimeRecorded' };
  return { ...facts, type: 'VolunteeringNotValued' };
}

/** What a fact makes of the volunteering of a cluster, for facts in the order of their days. */
export function evolveVolunteering({ valuations, times }: Volunteering, fact: VolunteeringFact): Volunteering {
  if (fact.type === 'VolunteerTimeRecorded') {
    const { type: _type, clusterId: _cluster, ...time } = fact;
    return { valuations, times: [...times, time] };
  }
  const last = valuations.at(-1);
  if (last?.since === fact.since) cannotFollow(fact, `from ${last.since} on ${sayingOf(last)}`);
  const { since } = fact;
  const valuation =
    fact.type === 'VolunteerRateSet'
      ? { since, centsPerHour: fact.centsPerHour, basis: fact.basis }
      : { since, reason: fact.reason };
  return { valuations: [...valuations, valuation], times };
}

function sayingOf({ centsPerHour }: Valuation): string {
  return centsPerHour === undefined ? 'it is not valued' : `the rate is ${String(centsPerHour)} cents an hour`;
}
