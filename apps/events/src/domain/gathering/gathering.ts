import { accept, acceptRepeat, chronicle, reject } from '#libs/kernel';
import type { Chronicled, CommandFor, Decision, DomainEventShape, EventOf, Refusal, StatedFact } from '#libs/kernel';
import { evolveGathering, hostsOn, noGathering } from './gathering.facts.ts';
import type { Gathering, GatheringEvent, GatheringFact } from './gathering.facts.ts';
import { passingEvents, type PassTo } from '../passing.ts';
import { daysOf, scheduleFault, type ScheduleRefusal } from './schedule.ts';

type Planned = EventOf<GatheringFact, 'GatheringPlanned'>;
/** Whose gathering it is, the state knows. */
type Asks<Type extends GatheringFact['type'], Name extends string> = CommandFor<
  EventOf<GatheringFact, Type>,
  Name,
  'clusterId'
>;
type PlanGathering = CommandFor<Planned, 'PlanGathering'>;
type AnnounceGathering = Asks<'GatheringAnnounced', 'AnnounceGathering'>;
type PostponeGathering = Asks<'GatheringPostponed', 'PostponeGathering'>;
type HoldGathering = Asks<'GatheringHeld', 'HoldGathering'>;
type CancelGathering = Asks<'GatheringCancelled', 'CancelGathering'>;
type CountAttendance = Asks<'AttendanceCounted', 'CountAttendance'>;
/** What a merger does to a gathering that is still to come. */
export type PassGathering = PassTo<'PassGathering'> & { readonly gatheringId: string };
export type GatheringCommand =
  | PlanGathering
  | AnnounceGathering
  | PostponeGathering
  | HoldGathering
  | CountAttendance
  | CancelGathering
  | PassGathering;

/** `found` is the id that is unknown or named twice, the title that a gathering with this id has, or the day on which it cannot have been. */
export type GatheringRejection =
  | Refusal<'EVT_GATHERING_NOT_FOUND' | 'EVT_GATHERING_EXISTS' | 'EVT_CO_HOST_TWICE', 'found'>
  | Refusal<'EVT_ORGANISER_DIFFERS' | 'EVT_HELD_BEFORE_START', 'found' | 'required'>
  | ScheduleRefusal;

type Verdict = Decision<GatheringEvent, GatheringRejection>;
type Facts = readonly StatedFact<DomainEventShape>[];

/** Precedence of refusals: not found, exists, what its facts cannot be one after the other, its times, its hosts, its day. */
export const gathering = chronicle({
  context: 'events',
  name: 'gathering',
  prefix: 'EVT',
  initial: noGathering,
  facts: {
    // It counts first, whatever its day: what was put off before anybody recorded the plan was planned.
    GatheringPlanned: {
      name: 'plan',
      day: ({ on }) => on,
      opens: true,
      carries: (_plan, facts: Facts) => facts.filter(({ event }) => event.type !== 'GatheringPlanned'),
      changes: ['title', 'format', 'organiser', 'coHosts', 'place', 'schedule', 'parts', 'audience', 'on'],
    },
    GatheringAnnounced: { name: 'announcement', day: ({ on }) => on, changes: ['on'] },
    GatheringPostponed: { name: 'postponement', day: ({ on }) => on, changes: ['schedule', 'reason', 'on'] },
    GatheringHeld: {
      name: 'holding',
      day: ({ on }) => on,
      happened: true,
      // What was not held had nobody there.
      carries: (_held, facts: Facts) => facts.filter(({ event }) => event.type === 'AttendanceCounted'),
      changes: ['on'],
    },
    AttendanceCounted: {
      name: 'attendance',
      day: ({ on }) => on,
      happened: true,
      changes: ['participants', 'organisationIds', 'on'],
    },
    GatheringCancelled: { name: 'cancellation', day: ({ on }) => on, changes: ['reason', 'on'] },
    GatheringPassed: { day: ({ on }) => on, derived: () => true },
  },
  evolve: evolveGathering,
  judge: ({ known }): GatheringRejection | undefined => known && faultIn(known),
  decide: (command: GatheringCommand, { known, facts }: Gathering & Chronicled<GatheringFact>): Verdict => {
    if (command.type === 'PlanGathering') return plan(command, known?.plan);
    if (known === undefined) return reject({ type: 'EVT_GATHERING_NOT_FOUND', found: command.gatheringId });
    if (command.type === 'PassGathering') return pass(command, facts);
    const { type, ...said } = command;
    const { clusterId } = hostsOn(known, said.on);
    return accept<GatheringFact>({ ...said, clusterId, type: FACT_OF[type] } as GatheringFact);
  },
});

const FACT_OF = {
  AnnounceGathering: 'GatheringAnnounced',
  PostponeGathering: 'GatheringPostponed',
  HoldGathering: 'GatheringHeld',
  CountAttendance: 'AttendanceCounted',
  CancelGathering: 'GatheringCancelled',
} as const;

function pass({ gatheringId, ...passing }: PassGathering, facts: readonly StatedFact<GatheringFact>[]): Verdict {
  const passed = passingEvents<GatheringEvent>(facts, passing, (each) => ({
    ...{ type: 'GatheringPassed', gatheringId },
    ...each,
  }));
  return accept(...passed);
}

function plan(command: PlanGathering, known: object | undefined): Verdict {
  const { type: _type, ...planned } = command;
  if (known === undefined) return accept<GatheringFact>({ ...planned, type: 'GatheringPlanned' });
  return acceptRepeat(planned, known, { type: 'EVT_GATHERING_EXISTS', found: (known as PlanGathering).title });
}

/** What of a plan and what became of it cannot be, each taken by itself: times that no clock shows, a body that is a host twice, a day of before it. */
function faultIn({ plan: planned, steps }: NonNullable<Gathering['known']>): GatheringRejection | undefined {
  const { clusterId, organiser, coHosts, place, schedule, parts } = planned;
  const fault = scheduleFault(schedule, place.zone, parts);
  if (fault !== undefined) return fault;
  // Clusters and networks act by their own operators; an antenna and an incubator by those of a cluster.
  const isOwn = organiser.kind === 'cluster' || organiser.kind === 'network';
  if (isOwn && organiser.id !== clusterId)
    return { type: 'EVT_ORGANISER_DIFFERS', found: organiser.id, required: clusterId };
  const hosts = [organiser, ...coHosts].map(({ id }) => id);
  const twice = hosts.find((id, index) => hosts.indexOf(id) !== index);
  if (twice !== undefined) return { type: 'EVT_CO_HOST_TWICE', found: twice };
  let current = schedule;
  for (const step of steps) {
    if (step.type === 'GatheringPostponed' && step.schedule !== undefined) {
      const wrong = scheduleFault(step.schedule, place.zone);
      if (wrong !== undefined) return wrong;
      current = step.schedule;
    }
    const [first] = daysOf(current);
    if (step.type === 'GatheringHeld' && step.on < first)
      return { type: 'EVT_HELD_BEFORE_START', found: step.on, required: `a day from ${first} on` };
  }
  return undefined;
}
