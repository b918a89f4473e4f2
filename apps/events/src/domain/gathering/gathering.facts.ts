import type { DomainEvent, gatheringEvents } from '#libs/contracts';
import { cannotFollow } from '#libs/kernel';
import type { EventOf, FactOf, FactsOf } from '#libs/kernel';
import { followed, passingsBy, withPassing, type Passing } from '../passing.ts';

export type GatheringEvent = DomainEvent<typeof gatheringEvents>;
export type GatheringFact = FactOf<GatheringEvent>;
export type GatheringEventData = FactsOf<GatheringEvent, 'GatheringPlanned'>;
type Step = Exclude<GatheringFact, EventOf<GatheringFact, 'GatheringPlanned' | 'GatheringPassed'>>;

/** A gathering as it was planned, with what became of it in the order of days. */
export interface KnownGathering {
  readonly plan: GatheringEventData;
  readonly steps: readonly Step[];
  /** By which mergers it went from whom to whom, while it was to come; absent where by none. */
  readonly passings?: readonly Passing[] | undefined;
}

/** Undefined before it was planned. */
export interface Gathering {
  readonly known?: KnownGathering | undefined;
}

export const noGathering: Gathering = {};

export const GATHERING_STATES = ['draft', 'announced', 'postponed', 'held', 'cancelled'] as const;
export type GatheringState = (typeof GATHERING_STATES)[number];

/** What a gathering is on a day. */
export interface GatheringOnDay {
  readonly state: GatheringState;
  /** Undefined while it is postponed without another time. */
  readonly schedule?: GatheringEventData['schedule'] | undefined;
  /** Why it was put off or cancelled. */
  readonly reason?: string | undefined;
  /** The day on which it was announced first. */
  readonly announcedOn?: string | undefined;
  /** The day of what made the state. */
  readonly since: string;
  /** Who came, as whoever organised it counted; undefined where nobody said anything. */
  readonly attendance?:
    Pick<EventOf<GatheringFact, 'AttendanceCounted'>, 'participants' | 'organisationIds'> | undefined;
}

/** What a fact makes of a gathering, for facts in the order of their days. */
export function evolveGathering({ known }: Gathering, fact: GatheringFact): Gathering {
  if (fact.type === 'GatheringPlanned') {
    if (known !== undefined) cannotFollow(fact, `the gathering is planned since ${known.plan.on}`);
    const { type: _type, ...plan } = fact;
    return { known: { plan, steps: [] } };
  }
  if (known === undefined) cannotFollow(fact, 'the gathering is not planned');
  const { state, since, announcedOn, attendance } = gatheringOn(known);
  // What was held or cancelled by then stays with whoever organised it.
  if (fact.type === 'GatheringPassed')
    return isOver(state) ? { known } : { known: { ...known, passings: withPassing(known.passings, fact) } };
  if (fact.type === 'AttendanceCounted') {
    if (state !== 'held') cannotFollow(fact, 'the gathering was not held by that day');
    if (attendance !== undefined) cannotFollow(fact, 'who came was counted by that day');
    return { known: { ...known, steps: [...known.steps, fact] } };
  }
  if (state === 'cancelled') cannotFollow(fact, `the gathering was cancelled on ${since}`);
  if (state === 'held') cannotFollow(fact, `the gathering was held on ${since}`);
  if (fact.type === 'GatheringAnnounced' && announcedOn !== undefined)
    cannotFollow(fact, `the gathering was announced on ${announcedOn}`);
  if (fact.type === 'GatheringHeld' && state === 'postponed')
    cannotFollow(fact, `the gathering was postponed on ${since}, without another time`);
  return { known: { ...known, steps: [...known.steps, fact] } };
}

/** Whether nothing of it is to come any more. */
export function isOver(state: GatheringState): boolean {
  return state === 'held' || state === 'cancelled';
}

/** Whose a gathering is on a day, and who hosts it; after all its facts where no day is given. */
export type Hosts = Pick<GatheringEventData, 'clusterId' | 'organiser' | 'coHosts'>;

/**
 * What was to take place before it passed was organised by whoever it was then: only the operators who act for it are others. Whoever hosts it twice after a
 * merger hosts it once.
 */
export function hostsOn(known: KnownGathering, day?: string): Hosts {
  const { plan, passings } = known;
  const counting = passingsBy(passings, day);
  if (counting.length === 0) return { clusterId: plan.clusterId, organiser: plan.organiser, coHosts: plan.coHosts };
  const { schedule } = gatheringOn(known, day);
  const lastDay = schedule?.to.slice(0, 'YYYY-MM-DD'.length);
  const ahead = counting.filter(({ on }) => lastDay === undefined || on <= lastDay);
  const hostNow = (host: Hosts['organiser']): Hosts['organiser'] =>
    host.kind === 'cluster' || host.kind === 'network' ? { ...host, id: followed(host.id, ahead) } : host;
  const organiser = hostNow(plan.organiser);
  const others = plan.coHosts.map(hostNow).filter(({ id }) => id !== organiser.id);
  const coHosts = others.filter(({ id }, index) => others.findIndex((each) => each.id === id) === index);
  return { clusterId: followed(plan.clusterId, counting), organiser, coHosts };
}

/** A gathering as it is at the end of a day; after all its facts where no day is given. */
export function gatheringOn({ plan, steps }: KnownGathering, day?: string): GatheringOnDay {
  const begun: GatheringOnDay = { state: 'draft', schedule: plan.schedule, since: plan.on };
  return steps.filter(({ on }) => day === undefined || on <= day).reduce(after, begun);
}

function after(before: GatheringOnDay, step: Step): GatheringOnDay {
  const { announcedOn, schedule } = before;
  const said = { announcedOn, since: step.on };
  switch (step.type) {
    case 'GatheringAnnounced':
      return {
        ...before,
        state: schedule === undefined ? 'postponed' : 'announced',
        announcedOn: step.on,
        since: step.on,
      };
    case 'GatheringPostponed': {
      const goesOn = announcedOn === undefined ? 'draft' : 'announced';
      const state = step.schedule === undefined ? 'postponed' : goesOn;
      return { ...said, state, schedule: step.schedule, reason: step.reason };
    }
    case 'GatheringHeld':
      return { ...said, state: 'held', schedule };
    case 'AttendanceCounted': {
      const { participants, organisationIds } = step;
      return { ...before, attendance: { participants, organisationIds } };
    }
    case 'GatheringCancelled':
      return { ...said, state: 'cancelled', schedule, reason: step.reason };
  }
}

/** Whose it is, and who hosts it: after all its facts, and as it was planned. */
export function hostsEver(known: KnownGathering): readonly string[] {
  return [known.plan, hostsOn(known)].flatMap(({ clusterId, organiser, coHosts }) => [
    clusterId,
    ...[organiser, ...coHosts].map(({ id }) => id),
  ]);
}
