import type { CalendarDate } from '#libs/kernel';
import { heirsOf } from '#libs/succession';
import { foundedBy, type Plan } from '../rules/act.ts';
import { allocationObstacle, sharesOf } from './allocation.ts';
import { firstOf, type Obstacle, type Parties, type Register } from './entries.ts';
import type { RegisteredAntenna, RegisteredCluster, RegisteredOrganisation } from './entries.ts';

/** What of a plan is looked up. */
export interface Named {
  readonly clusterIds: readonly string[];
  readonly antennaIds: readonly string[];
  readonly seatIds: readonly string[];
  readonly organisationIds: readonly string[];
}

/** The ids that a plan names: each is somebody's word until it was looked up. */
export function namedIn(plan: Plan): Named {
  const {
    newAntennas,
    antennaMapping,
    transitionalGovernance: { bodies },
  } = plan;
  const offices = bodies.flatMap((body) => body.offices);
  return {
    clusterIds: [
      ...heirsOf(plan).map(({ clusterId }) => clusterId),
      ...defined(newAntennas.map(({ originClusterId }) => originClusterId)),
      ...sharesOf(plan, 'networkIds'),
      // A member may be a cluster.
      ...sharesOf(plan, 'organisationIds'),
    ],
    antennaIds: [
      ...newAntennas.map(({ antennaId }) => antennaId),
      ...antennaMapping.map(({ toAntennaId }) => toAntennaId),
      ...defined(antennaMapping.map(({ fromAntennaId }) => fromAntennaId)),
      ...sharesOf(plan, 'antennaIds'),
    ],
    seatIds: [...bodies.map(({ bodyId }) => bodyId), ...offices.map(({ officeId }) => officeId)],
    organisationIds: [
      ...defined(offices.flatMap(({ holders }) => holders.map(({ organisationId }) => organisationId))),
      ...sharesOf(plan, 'organisationIds'),
      ...(plan.joining ?? []).map(({ organisationId }) => organisationId),
    ],
  };
}

/** The first participant that does not stand on a day, or that does and is to be restored. */
export function absentAmong(
  participants: readonly Parties['participants'][number][],
  register: Register,
  on: string,
): Obstacle | undefined {
  return firstOf(participants, ({ clusterId, role }) => {
    const cluster = register.clusters.find((each) => each.clusterId === clusterId);
    if (role === 'restored') return notGone(clusterId, cluster, on);
    const how = cluster === undefined ? 'which is not in the register' : notStandingOn(cluster, on);
    return how === undefined
      ? undefined
      : { found: `cluster ${clusterId}, ${how}`, required: `clusters that stand on ${on}` };
  });
}

/** Why a body cannot come back on a day: it has not disappeared before that, or has come back already. */
function notGone(clusterId: string, cluster: RegisteredCluster | undefined, on: string): Obstacle | undefined {
  const required = `a cluster that has disappeared before ${on}`;
  if (cluster === undefined) return { found: `cluster ${clusterId}, which is not in the register`, required };
  const { ended, gaps = [] } = cluster;
  if (ended !== undefined && ended.on < on) return undefined;
  const gap = gaps.findLast((each) => each.on <= on);
  const back = gap === undefined ? 'which has not disappeared' : `${gap.how} on ${gap.on} and restored on ${gap.until}`;
  const how = ended === undefined ? back : `which stands until ${ended.on}`;
  return { found: `cluster ${clusterId}, ${how}`, required };
}

function notStandingOn({ since, ended, gaps = [] }: RegisteredCluster, on: string): string | undefined {
  if (since > on) return `founded on ${since}`;
  const gap = gaps.find((each) => each.on <= on && on < each.until);
  if (gap !== undefined) return `${gap.how} on ${gap.on} and restored on ${gap.until}`;
  return ended !== undefined && ended.on <= on ? `${ended.how} on ${ended.on}` : undefined;
}

/**
 * The first way in which what the register has stands against a plan that is decided on a day: a participant that does not stand, a
 * successor that is somebody else, or an id of an antenna, a body or an office that is not the successor's own.
 */
export function obstacleTo(plan: Plan, parties: Parties, register: Register, on: CalendarDate): Obstacle | undefined {
  return (
    absentAmong(parties.participants, register, on) ??
    (parties.kind === 'restoration' ? undefined : takenSuccessor(plan, parties, register)) ??
    antennaObstacle(plan, parties, register, on) ??
    allocationObstacle(plan, parties, register) ??
    seatObstacle(plan, register, on) ??
    unknownOrganisation(plan, register) ??
    unfitToJoin(plan, register, on)
  );
}

/**
 * As `obstacleTo`, on the day of the effect: from then on nobody can go back, so an end of a participant that is on record stands
 * against it whatever its day.
 */
export function obstacleToEffect(
  plan: Plan,
  parties: Parties,
  register: Register,
  effectiveOn: CalendarDate,
): Obstacle | undefined {
  const ended = firstOf(parties.participants, ({ clusterId, role }) => {
    if (role === 'restored') return undefined;
    const end = register.clusters.find((each) => each.clusterId === clusterId)?.ended;
    if (end === undefined) return undefined;
    return {
      found: `cluster ${clusterId}, ${end.how} on ${end.on}`,
      required: 'clusters of which no end is on record',
    };
  });
  // What a share names and the body has no more stays away, and who has ceased meanwhile does not join: both hold up nothing.
  return obstacleTo({ ...plan, joining: undefined }, parties, { ...register, held: undefined }, effectiveOn) ?? ended;
}

/** What stands against an annulment: the successor has an end of its own on record. */
export function goneSuccessor({ clusters }: Register): Obstacle | undefined {
  return firstOf(clusters, ({ clusterId, ended }) => {
    if (ended === undefined) return undefined;
    const required = 'a successor of which no end is on record: a later operation is annulled before an earlier one';
    return { found: `cluster ${clusterId}, ${ended.how} on ${ended.on}`, required };
  });
}

/** A cluster that stands already would be renamed, and take the members in, without a vote of its own. */
function takenSuccessor(plan: Plan, parties: Parties, register: Register): Obstacle | undefined {
  return firstOf(foundedBy(plan, parties), (clusterId) => {
    const present = register.clusters.find((each) => each.clusterId === clusterId);
    if (present === undefined || present.operationId === parties.operationId) return undefined;
    const required = 'a new body under an id of its own, or one that was registered for this operation';
    return { found: `successor ${clusterId}, which is another cluster of the register`, required };
  });
}

function antennaObstacle(plan: Plan, parties: Parties, register: Register, on: string): Obstacle | undefined {
  const { newAntennas, antennaMapping } = plan;
  const known = new Map(register.antennas.map((each) => [each.antennaId, each]));
  const taken = firstOf(newAntennas, ({ antennaId, originClusterId: origin }) => {
    const present = known.get(antennaId);
    if (present !== undefined)
      return {
        found: `antenna ${antennaId} of cluster ${present.clusterId}`,
        required: 'a new antenna under a new id',
      };
    if (origin === undefined || register.clusters.some(({ clusterId }) => clusterId === origin)) return undefined;
    return { found: `origin ${origin}, which is not in the register`, required: 'a cluster of the register' };
  });
  const owners = [
    ...heirsOf(plan).map(({ clusterId }) => clusterId),
    ...parties.participants.map(({ clusterId }) => clusterId),
  ];
  const planned = newAntennas.map(({ antennaId }) => antennaId);
  const isOpen = (antenna: RegisteredAntenna | undefined, of: readonly string[]): boolean =>
    antenna !== undefined &&
    of.includes(antenna.clusterId) &&
    (antenna.closedOn === undefined || antenna.closedOn > on);
  return (
    taken ??
    firstOf(antennaMapping, ({ fromClusterId, fromAntennaId: from, toAntennaId: to }) => {
      if (from !== undefined && known.get(from)?.clusterId !== fromClusterId)
        return { found: `antenna ${from}`, required: `an antenna of cluster ${fromClusterId}` };
      if (planned.includes(to) || isOpen(known.get(to), owners)) return undefined;
      return { found: `antenna ${to}`, required: 'an open antenna of the successor, or one that the plan opens' };
    })
  );
}

function seatObstacle(plan: Plan, { seats }: Register, on: string): Obstacle | undefined {
  const { bodies } = plan.transitionalGovernance;
  const known = new Map(seats.map((each) => [`${each.kind} ${each.seatId}`, each]));
  return firstOf(bodies, ({ bodyId, clusterId: own = plan.successor.clusterId, offices }) => {
    const body = known.get(`body ${bodyId}`);
    if (body !== undefined && body.clusterId !== own)
      return { found: `body ${bodyId} of cluster ${body.clusterId}`, required: 'a new body, or one of the successor' };
    if (body?.abolishedOn !== undefined && body.abolishedOn <= on)
      return { found: `body ${bodyId}, abolished on ${body.abolishedOn}`, required: `a body that stands on ${on}` };
    return firstOf(offices, ({ officeId }) => {
      const office = known.get(`office ${officeId}`);
      if (office === undefined || office.bodyId === bodyId) return undefined;
      return {
        found: `office ${officeId} of body ${office.bodyId}`,
        required: `a new office, or one of body ${bodyId}`,
      };
    });
  });
}

function unknownOrganisation(plan: Plan, { organisations, clusters }: Register): Obstacle | undefined {
  const known = [
    ...organisations.map(({ organisationId }) => organisationId),
    ...clusters.map(({ clusterId }) => clusterId),
  ];
  const unknown = namedIn(plan).organisationIds.find((id) => !known.includes(id));
  return unknown === undefined
    ? undefined
    : { found: `organisation ${unknown}, which is not in the register`, required: 'an organisation of the register' };
}

/** The first organisation that is to join and is none of the register on a day: it has ceased, or another entry stands for it. */
function unfitToJoin({ joining = [] }: Plan, { organisations }: Register, on: string): Obstacle | undefined {
  const known = new Map(organisations.map((each) => [each.organisationId, each]));
  return firstOf(joining, ({ organisationId }) => notAmongOrganisations(organisationId, known.get(organisationId), on));
}

/** Why an organisation can accede to nothing on a day. A cluster takes part itself, and joins nothing. */
export function notAmongOrganisations(
  organisationId: string,
  known: RegisteredOrganisation | undefined,
  on: string,
): Obstacle | undefined {
  const required = `an organisation that stands on ${on}`;
  if (known === undefined) return { found: `organisation ${organisationId}, which is not in the register`, required };
  const { ended } = known;
  if (ended === undefined || ended.on > on) return undefined;
  if (ended.heirId === undefined)
    return { found: `organisation ${organisationId}, which ceased on ${ended.on}`, required };
  return { found: `organisation ${organisationId}, for which ${ended.heirId} stands`, required };
}

function defined<T>(all: readonly (T | undefined)[]): readonly T[] {
  return all.filter((each) => each !== undefined);
}
