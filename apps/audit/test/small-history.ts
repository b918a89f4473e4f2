import type { GrappeEvents } from '#libs/contracts';
import type { EventStore } from '#libs/event-store';
import { contextOf, streamName, type Uuid } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { recorded, type Happened } from '#libs/projections/testing';

/** The lineage of Digital League with four companies instead of hundreds: the history that the specs of the audit context read. */

type Event = Happened<GrappeEvents>;
type Name = keyof GrappeEvents;

const ids = (space: number, ...names: readonly string[]): Readonly<Record<string, Uuid>> =>
  Object.fromEntries(names.map((name, index) => [name, countedUuid(index + 1, space)]));

const idOf = (space: Readonly<Record<string, Uuid>>) => (name: string) => {
  const id = space[name];
  if (id === undefined) throw new Error(`the history has no ${name}`);
  return id;
};

export const cluster = idOf(ids(1, 'auvergneTic', 'numelink', 'clustr', 'digitalLeague'));
export const organisation = idOf(ids(2, 'alpha', 'beta', 'gamma', 'delta'));
export const membership = idOf(
  ids(
    3,
    'alphaTic',
    'deltaTic',
    'deltaNum',
    'betaNum',
    'betaClustr',
    'gammaClustr',
    'alphaNum',
    'alphaDl',
    'betaDl',
    'gammaDl',
    'deltaDl',
  ),
);
export const office = idOf(ids(4, 'presidentNum', 'presidentDl'));
export const body = idOf(ids(5, 'bureauNum', 'bureauDl'));
export const person = idOf(ids(6, 'first', 'second', 'berard', 'bocquet'));
export const mandate = idOf(ids(7, 'first', 'second', 'berard', 'bocquet'));
export const operation = idOf(ids(8, 'absorption', 'creation'));
export const incubatorId = countedUuid(1, 9);
export const partnerId = countedUuid(2, 9);
export const seatId = countedUuid(3, 9);

const AT_ONCE = '2015-09-01T08:00:00.000Z';
/** When the absorption of 31 March 2016 and the creation of 28 March 2017 were recorded. */
export const ABSORPTION_RECORDED = '2016-04-02T09:00:00.000Z';
export const CREATION_RECORDED = '2017-04-03T09:00:00.000Z';

function at<Type extends Name>(
  recordedAt: string,
  type: Type,
  id: string,
  data: GrappeEvents[Type],
  effectiveAt?: string,
) {
  const stream = streamName(contextOf(type), 'any', id);
  return { type, data, stream, recordedAt, ...(effectiveAt === undefined ? {} : { effectiveAt }) } as Event;
}

const registered = (name: string, label: string, since: string, recordedAt = AT_ONCE) =>
  at(recordedAt, 'membership.ClusterRegistered', cluster(name), {
    clusterId: cluster(name),
    kind: 'cluster',
    name: label,
    nameKind: 'final',
    seat: 'Lyon',
    departments: ['69'],
    since,
  });

const admitted = (key: string, org: string, to: string, since: string) =>
  at(AT_ONCE, 'membership.MemberAdmitted', membership(key), {
    membershipId: membership(key),
    clusterId: cluster(to),
    organisationId: organisation(org),
    since,
  });

const moved = (
  from: readonly [key: string, cluster: string],
  to: readonly [key: string, cluster: string],
  org: string,
  by: readonly [operation: string, on: string, recordedAt: string],
  was: 'no member' | 'member' = 'no member',
): readonly Event[] => {
  const [operationId, on, recordedAt] = [operation(by[0]), by[1], by[2]];
  const organisationId = organisation(org);
  const origin = { clusterId: cluster(from[1]), membershipId: membership(from[0]), memberSince: '2014-01-01' };
  const ids = { membershipId: membership(to[0]), clusterId: cluster(to[1]), organisationId };
  const received = { ...ids, operationId, origin };
  return [
    at(recordedAt, 'membership.MembershipSucceeded', membership(from[0]), {
      ...{ membershipId: membership(from[0]), clusterId: cluster(from[1]), organisationId, operationId, on },
      ...{ successorClusterId: cluster(to[1]), successorMembershipId: membership(to[0]) },
    }),
    was === 'no member'
      ? at(recordedAt, 'membership.MemberTransferred', membership(to[0]), { ...received, since: on })
      : at(recordedAt, 'membership.MembershipOriginAdded', membership(to[0]), { ...received, on }),
  ];
};

const succeeded = (name: string, into: string, by: readonly [string, string, string]) =>
  at(by[2], 'membership.ClusterSucceeded', cluster(name), {
    ...{ clusterId: cluster(name), operationId: operation(by[0]), successorIds: [cluster(into)], on: by[1] },
  });

const PLAN = { planVersion: 1, planHash: 'a'.repeat(64) };
const tally = { members: 40, present: 25, represented: 5, for: 29, against: 0, abstentions: 1 };
const rule: GrappeEvents['mergers.AssemblyVoted']['rule'] = {
  ...{ kind: 'dissolution', statutesVersion: 2, quorum: { numerator: 1, denominator: 2 } },
  ...{ majority: { numerator: 2, denominator: 3 }, majorityOf: 'votes-cast', strict: false },
};
const verdicts = [{ guard: 'G6', rule: 'G6-2015', citation: 'Decree 2015-832' }];

function merger(
  by: readonly [string, string, string],
  kind: 'fusion-absorption' | 'fusion-creation',
  predecessors: readonly string[],
  successor: readonly [key: string, label: string],
): readonly Event[] {
  const [operationId, on, recordedAt] = [operation(by[0]), by[1], by[2]];
  const participants = [...predecessors, successor[0]].map((key) => ({
    clusterId: cluster(key),
    role: 'founding' as const,
  }));
  const successorData = {
    clusterId: cluster(successor[0]),
    name: successor[1],
    nameKind: 'final' as const,
    seat: 'Lyon',
  };
  return [
    at(AT_ONCE, 'mergers.OperationStarted', operationId, { operationId, kind, title: successor[1], participants, on }),
    ...predecessors.flatMap((key) => [
      at(recordedAt, 'mergers.PlanAdopted', operationId, {
        operationId,
        clusterId: cluster(key),
        ...PLAN,
        verdicts: [],
        on,
      }),
      at(recordedAt, 'mergers.AssemblyVoted', operationId, {
        ...{ operationId, clusterId: cluster(key), ...PLAN, tally, rule, outcome: 'adopted' as const, verdicts, on },
      }),
    ]),
    at(recordedAt, 'mergers.SuccessionTookEffect', operationId, {
      ...{ operationId, kind, ...PLAN, verdicts, decidedOn: on, effectiveOn: on },
      predecessors: predecessors.map((key) => ({ clusterId: cluster(key) })),
      successor: { ...successorData, departments: [], created: kind === 'fusion-creation' },
      ...{ newAntennas: [], antennaMapping: [], transitionalGovernance: { bodies: [] } },
    }),
    at(recordedAt, 'mergers.ReferencesMoved', operationId, {
      ...{ operationId, context: 'incubation', toMove: 1, moved: 1, merged: 0, needConsent: 0 },
    }),
  ];
}

const bureau = (key: string, of: string, since: string, recordedAt: string, maxHolders: number): readonly Event[] => {
  const [bodyId, clusterId, officeId] = [body(`bureau${key}`), cluster(of), office(`president${key}`)];
  return [
    at(recordedAt, 'governance.BodyCreated', bodyId, { bodyId, clusterId, kind: 'bureau', name: 'Bureau', since }),
    at(recordedAt, 'governance.OfficeCreated', officeId, {
      ...{ officeId, bodyId, clusterId, kind: 'president', title: 'Président', maxHolders, since },
    }),
  ];
};

const mandated = (
  key: string,
  name: string,
  of: readonly ['Num' | 'Dl', string],
  since: string,
  recordedAt: string,
  limit?: string,
) =>
  at(recordedAt, 'governance.MandateStarted', mandate(key), {
    ...{ mandateId: mandate(key), officeId: office(`president${of[0]}`), bodyId: body(`bureau${of[0]}`) },
    ...{ clusterId: cluster(of[1]), person: { personId: person(key), name }, how: 'elected' as const, since },
    ...(limit === undefined ? {} : { limit }),
  });

const mandateEnded = (key: string, cause: 'term' | 'succession', on: string, recordedAt: string) =>
  at(recordedAt, 'governance.MandateEnded', mandate(key), {
    ...{ mandateId: mandate(key), officeId: office('presidentNum'), bodyId: body('bureauNum') },
    ...{ clusterId: cluster('numelink'), cause, on },
  });

const seat = { partnerId, incubatorId };
const holder = (name: string) => ({ kind: 'cluster' as const, id: cluster(name) });
const passed = (from: string, to: string, by: readonly [string, string, string]) =>
  at(by[2], 'incubation.PartnershipPassed', partnerId, {
    ...{ ...seat, seatId, from: holder(from), to: holder(to), operationId: operation(by[0]), on: by[1] },
  });

const ABSORPTION = ['absorption', '2016-03-31', ABSORPTION_RECORDED] as const;
const CREATION = ['creation', '2017-03-28', CREATION_RECORDED] as const;
const organisations = ['alpha', 'beta', 'gamma', 'delta'].map((name) =>
  at(AT_ONCE, 'membership.OrganisationRegistered', organisation(name), {
    ...{ organisationId: organisation(name), name: name.toUpperCase(), kind: 'company', since: '2010-01-01' },
  }),
);

/** Beta belonged to Numélink and Clust'R Numérique, Delta to Auvergne TIC and Numélink. */
export const smallHistory: readonly Event[] = [
  registered('auvergneTic', 'Auvergne TIC', '2007-01-01'),
  registered('numelink', 'Numélink', '2004-01-01'),
  registered('clustr', "Clust'R Numérique", '2015-03-19'),
  ...organisations,
  admitted('alphaTic', 'alpha', 'auvergneTic', '2014-01-01'),
  admitted('deltaTic', 'delta', 'auvergneTic', '2014-01-01'),
  admitted('deltaNum', 'delta', 'numelink', '2014-01-01'),
  admitted('betaNum', 'beta', 'numelink', '2014-01-01'),
  admitted('betaClustr', 'beta', 'clustr', '2015-03-19'),
  admitted('gammaClustr', 'gamma', 'clustr', '2015-03-19'),
  ...bureau('Num', 'numelink', '2013-01-01', AT_ONCE, 2),
  mandated('first', 'Première Présidente', ['Num', 'numelink'], '2014-01-01', AT_ONCE),
  mandated('second', 'Second Président', ['Num', 'numelink'], '2015-06-01', AT_ONCE),
  at(AT_ONCE, 'incubation.IncubatorOpened', incubatorId, {
    ...{ incubatorId, name: 'Quartier numérique', site: 'Clermont-Ferrand', since: '2015-06-01' },
  }),
  at(AT_ONCE, 'incubation.PartnerJoined', partnerId, {
    ...{ ...seat, class: 'sector-body', holder: holder('auvergneTic'), founding: true, since: '2015-06-01' },
  }),
  at(AT_ONCE, 'incubation.SeatGranted', partnerId, {
    ...{ ...seat, seatId, holder: holder('auvergneTic'), since: '2015-07-01' },
  }),
  ...merger(ABSORPTION, 'fusion-absorption', ['auvergneTic'], ['numelink', 'Numélink']),
  succeeded('auvergneTic', 'numelink', ABSORPTION),
  ...moved(['alphaTic', 'auvergneTic'], ['alphaNum', 'numelink'], 'alpha', ABSORPTION),
  ...moved(['deltaTic', 'auvergneTic'], ['deltaNum', 'numelink'], 'delta', ABSORPTION, 'member'),
  passed('auvergneTic', 'numelink', ABSORPTION),
  mandateEnded('second', 'term', '2016-06-01', '2016-06-02T08:00:00.000Z'),
  ...merger(CREATION, 'fusion-creation', ['numelink', 'clustr'], ['digitalLeague', 'Digital League']),
  registered('digitalLeague', 'Digital League', '2017-03-28', CREATION_RECORDED),
  succeeded('numelink', 'digitalLeague', CREATION),
  succeeded('clustr', 'digitalLeague', CREATION),
  ...moved(['alphaNum', 'numelink'], ['alphaDl', 'digitalLeague'], 'alpha', CREATION),
  ...moved(['betaNum', 'numelink'], ['betaDl', 'digitalLeague'], 'beta', CREATION),
  ...moved(['deltaNum', 'numelink'], ['deltaDl', 'digitalLeague'], 'delta', CREATION),
  ...moved(['betaClustr', 'clustr'], ['betaDl', 'digitalLeague'], 'beta', CREATION, 'member'),
  ...moved(['gammaClustr', 'clustr'], ['gammaDl', 'digitalLeague'], 'gamma', CREATION),
  passed('numelink', 'digitalLeague', CREATION),
  mandateEnded('first', 'succession', '2017-03-28', CREATION_RECORDED),
  at(CREATION_RECORDED, 'governance.BodyAbolished', body('bureauNum'), {
    ...{ bodyId: body('bureauNum'), clusterId: cluster('numelink'), cause: 'succession' },
    ...{ operationId: operation('creation'), on: '2017-03-28' },
  }),
  ...bureau('Dl', 'digitalLeague', '2017-03-28', CREATION_RECORDED, 2),
  mandated('berard', 'Jean-Michel Bérard', ['Dl', 'digitalLeague'], '2017-03-28', CREATION_RECORDED, '2018-03-27'),
  mandated('bocquet', 'Catherine Bocquet', ['Dl', 'digitalLeague'], '2017-03-28', CREATION_RECORDED, '2018-03-27'),
];

/** Appends the history to a store, event by event. */
export async function appendHistory(store: EventStore, history: readonly Event[] = smallHistory): Promise<void> {
  for (const { stream, revision: _revision, position: _position, ...event } of recorded(history)) {
    await store.append(stream, 'any', [event]);
  }
}
