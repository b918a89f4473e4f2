import { planHash } from '../../../apps/mergers/src/domain/operation/plan-hash.ts';
import { membershipId } from '../../../apps/membership/src/domain/membership/membership.ts';
import { planSchema } from '#libs/contracts';
import { candidate, electionOf, roundOf, takeOffice, VOTED } from './election.steps.ts';
import { id, type LateCase, type Reading, type Step } from './late-case.ts';

const EFFECT = '2017-03-28';
const LONG_AGO = '2006-01-01';
const share = (numerator: number, denominator: number) => ({ numerator, denominator });
const clausesOf = (majority: ReturnType<typeof share>) => {
  const clause = { quorum: share(1, 2), majority, majorityOf: 'votes-cast', strict: false };
  return { ordinary: clause, amendment: clause, dissolution: clause };
};
const why = { reason: 'Mal saisi' };
const step = (post: string, body: object, states?: Step['states']): Step => ({ post, body, states });
const read = (get: string, says: object): Reading => ({ get, says });

/** The clusters, members, bodies and seats of one case, under ids of its own. */
function worldOf(name: string) {
  const of = (...names: readonly string[]) => id(name, ...names);
  const cluster = (which: string) => of('cluster', which);
  const member = (which: string, who: string) => membershipId(cluster(which), of('organisation', who));
  const about = (which: string, who: string) => ({
    clusterId: cluster(which),
    organisationId: of('organisation', who),
  });
  return {
    of,
    cluster,
    member,
    register: (which: string, effectiveAt = LONG_AGO): readonly Step[] => [
      step('membership/clusters', { id: cluster(which), name: `Cluster ${which}`, seat: 'Lyon', effectiveAt }),
      step(`governance/statutes/${cluster(which)}/adopt`, { clauses: clausesOf(share(1, 2)), effectiveAt: LONG_AGO }),
    ],
    organisation: (who: string) =>
      step('membership/organisations', {
        id: of('organisation', who),
        name: who,
        kind: 'company',
        effectiveAt: LONG_AGO,
      }),
    admit: (which: string, who: string, effectiveAt: string, more: object = {}) =>
      step('membership/memberships', { ...about(which, who), effectiveAt, ...more }, { admission: 'MemberAdmitted' }),
    end: (which: string, who: string, effectiveAt: string) =>
      step(`membership/memberships/${member(which, who)}/end`, {
        ...{ clusterId: cluster(which), cause: 'resignation', effectiveAt },
      }),
    board: (which: string): readonly Step[] => [
      step('governance/bodies', {
        ...{ id: of('body', which), clusterId: cluster(which), kind: 'board', name: 'Board', effectiveAt: LONG_AGO },
      }),
      step('governance/offices', {
        ...{ id: of('office', which), bodyId: of('body', which), kind: 'president', title: 'President' },
        ...{ maxHolders: 2, effectiveAt: LONG_AGO },
      }),
      step(
        `governance/offices/${of('office', which)}/start-mandate`,
        {
          ...{ mandateId: of('mandate', which), person: { personId: of('person', which), name: 'Catherine Bocquet' } },
          ...{ how: 'elected', effectiveAt: '2014-01-01' },
        },
        { mandate: 'MandateStarted' },
      ),
    ],
    incubated: (which: string): readonly Step[] => [
      step('incubation/incubators', { id: of('incubator'), name: 'Bivouac', site: 'Lyon', effectiveAt: LONG_AGO }),
      step('incubation/partners', {
        ...{ id: of('partner'), incubatorId: of('incubator'), class: 'sector-body', effectiveAt: '2015-06-01' },
        holder: { kind: 'cluster', id: cluster(which) },
      }),
      step(`incubation/partners/${of('partner')}/grant-seat`, { seatId: of('seat'), effectiveAt: '2015-07-01' }),
    ],
    holders: (which: string, day: string, ...names: readonly string[]) =>
      read(`governance/offices/${of('office', which)}/holders?validAt=${day}`, {
        holders: names.map((each) => ({ person: { name: each } })),
      }),
    members: (which: string, day: string, ...who: readonly string[]) =>
      read(`membership/clusters/${cluster(which)}/members?validAt=${day}`, {
        // In the order of the register.
        items: who
          .toSorted((a, b) => (member(which, a) < member(which, b) ? -1 : 1))
          .map((each) => ({ organisationId: of('organisation', each) })),
      }),
    count: (which: string, day: string, members: number) =>
      read(`membership/clusters/${cluster(which)}/counts?validAt=${day}`, { members }),
  };
}

type World = ReturnType<typeof worldOf>;

interface Merged {
  readonly before?: (world: World) => readonly Step[];
  /** Once the assemblies have voted. */
  readonly voted?: (world: World) => readonly Step[];
  readonly after?: (world: World) => readonly Step[];
  readonly reads: (world: World) => readonly Reading[];
}

/** B is absorbed into A, with a board, an antenna, a seat, and a member that both have. */
function merged(name: string, { before, voted, after, reads }: Merged): LateCase {
  const world = worldOf(name);
  const { of, cluster } = world;
  const [successor, predecessor, operationId] = [cluster('A'), cluster('B'), of('operation')];
  const antenna = { id: of('antenna'), clusterId: predecessor, name: 'Antenna', effectiveAt: '2010-01-01' };
  const plan = planSchema.parse(planOf(world));
  const act = (verb: string, body: object, states?: Step['states']) =>
    step(`mergers/operations/${operationId}/${verb}`, body, states);
  const participants = [
    { clusterId: successor, role: 'absorbing' },
    { clusterId: predecessor, role: 'absorbed' },
  ];
  const starts = { id: operationId, kind: 'fusion-absorption', title: 'A merger', participants };
  const adoption = { planHash: planHash(plan), effectiveAt: '2016-12-01' };
  const vote = { tally: tallyOf(2), effectiveAt: '2017-02-15' };
  const lifted = { conditionId: of('condition'), status: 'fulfilled', effectiveAt: EFFECT };
  return {
    name,
    before: [
      ...[...world.register('A'), ...world.register('B')],
      ...['both', 'ours', 'theirs'].map(world.organisation),
      step('membership/antennas', antenna),
      ...[world.admit('A', 'both', '2010-01-01'), world.admit('A', 'ours', '2010-01-01')],
      world.admit('B', 'both', '2011-01-01', { antennaId: antenna.id }),
      world.admit('B', 'theirs', '2012-01-01', { antennaId: antenna.id }),
      ...[...world.board('B'), ...world.incubated('B')],
      ...(before?.(world) ?? []),
      step('mergers/operations', { ...starts, effectiveAt: '2016-11-01' }),
      act('draft-plan', { plan, effectiveAt: '2016-11-15' }),
      ...participants.map(({ clusterId }) => act('adopt-plan', { clusterId, ...adoption })),
      ...participants.flatMap(({ clusterId }) =>
        ['open-documents', 'publish-notice'].map((verb) =>
          act(verb, { clusterId, where: 'seat', effectiveAt: '2017-01-02' }),
        ),
      ),
      ...participants.map(({ clusterId }) => act('record-vote', { clusterId, ...vote }, { vote: 'AssemblyVoted' })),
      ...(voted?.(world) ?? []),
    ],
    effect: { operationId, successor, predecessor, on: EFFECT, by: act('record-condition', lifted) },
    after: after?.(world) ?? [],
    reads: [
      ...reads(world),
      read(`mergers/operations/${operationId}`, { status: 'effective', effectiveOn: EFFECT, setAside: [] }),
      read(`membership/antennas/${antenna.id}`, { clusterId: successor }),
      read(`incubation/partners/${of('partner')}`, { holder: { id: successor }, seat: { seatId: of('seat') } }),
    ],
  };
}

function tallyOf(votes: number, against = 0): object {
  return { members: 2, present: 2, represented: 0, for: votes, against, abstentions: 0 };
}

function planOf({ of, cluster }: World): object {
  const person = { personId: of('person', 'new'), name: 'Jean-Michel Bérard' };
  const office = {
    ...{ officeId: of('office', 'new'), kind: 'president', title: 'President', maxHolders: 1 },
    holders: [{ mandateId: of('mandate', 'new'), person }],
  };
  return {
    motives: 'One cluster',
    successor: { clusterId: cluster('A'), name: 'A and B', nameKind: 'final', seat: 'Lyon', departments: [] },
    effectDate: EFFECT,
    ...{ newAntennas: [], antennaMapping: [] },
    transitionalGovernance: {
      limit: '2018-03-27',
      bodies: [{ bodyId: of('body', 'new'), kind: 'bureau', name: 'Bureau', offices: [office] }],
    },
    // Until it is lifted there is something to foresee: the effect comes by itself then.
    conditions: [{ conditionId: of('condition'), description: 'Consent of the bank', blocking: true }],
    ...{ contributionsEuros: null, openPoints: [] },
  };
}

/** A meeting of the board of a cluster, with a resolution that is adopted by two thirds. */
function resolved(world: World, which: string): readonly Step[] {
  const { of } = world;
  const [meetingId, resolutionId, on] = [of('meeting'), of('resolution'), '2016-06-01'];
  const sheet = { members: 10, present: 6, represented: 0 };
  return [
    step('governance/meetings', {
      ...{ id: meetingId, bodyId: of('body', which), scheduledFor: on, agenda: ['x'], effectiveAt: '2016-05-01' },
    }),
    step(`governance/meetings/${meetingId}/hold`, { ...sheet, effectiveAt: on }),
    step('governance/resolutions', {
      ...{ id: resolutionId, meetingId, clause: 'ordinary', subject: 'x', effectiveAt: on },
    }),
    step(
      `governance/resolutions/${resolutionId}/record-tally`,
      { tally: { ...sheet, for: 4, against: 2, abstentions: 0 }, effectiveAt: on },
      { tally: 'ResolutionDecided' },
    ),
  ];
}

function alone(name: string, steps: (world: World) => Pick<LateCase, 'before' | 'after' | 'reads'>): LateCase {
  return { name, ...steps(worldOf(name)) };
}

/** A cluster with a member, a president and a seat, dissolved on the first day of 2016. */
function dissolved(world: World): readonly Step[] {
  const { cluster } = world;
  return [
    ...[...world.register('C'), world.organisation('M'), world.admit('C', 'M', '2012-01-01')],
    ...[...world.board('C'), ...world.incubated('C')],
    step(
      `membership/clusters/${cluster('C')}/dissolve`,
      { effectiveAt: '2016-01-01' },
      { dissolution: 'ClusterDissolved' },
    ),
  ];
}

/** The named cases of facts that are recorded late, ahead or wrong: in one process and distributed they are read alike. */
export const lateCases: readonly LateCase[] = [
  merged('a resignation ahead, with a merger in between', {
    before: ({ end }) => [end('B', 'theirs', '2017-12-31')],
    reads: ({ members, count }) => [
      members('B', '2017-03-27', 'both', 'theirs'),
      members('B', EFFECT),
      ...[count('A', '2017-06-01', 3), count('A', '2017-12-30', 3), count('A', '2017-12-31', 2)],
    ],
  }),
  merged('a resignation before the effect, recorded after it', {
    after: ({ end }) => [end('B', 'theirs', '2017-03-01')],
    reads: ({ member, count }) => [
      ...[count('A', EFFECT, 2), count('B', '2017-02-28', 2), count('B', '2017-03-01', 1)],
      read(`membership/memberships/${member('B', 'theirs')}`, { status: 'ended', until: '2017-03-01' }),
    ],
  }),
  merged('an earlier period, recorded late', {
    after: ({ admit }) => [admit('B', 'theirs', '2008-01-01', { ended: { on: '2010-01-01', cause: 'resignation' } })],
    reads: ({ member, count }) => [
      read(`membership/memberships/${member('B', 'theirs')}`, {
        periods: [
          { since: '2008-01-01', until: '2010-01-01' },
          { since: '2012-01-01', until: EFFECT },
        ],
      }),
      ...[count('B', '2009-01-01', 1), count('B', '2010-06-01', 0), count('A', EFFECT, 3)],
    ],
  }),
  alone('an earlier statute, recorded late', (world) => ({
    before: [...world.register('C'), ...world.board('C'), ...resolved(world, 'C')],
    after: [
      step(`governance/statutes/${world.cluster('C')}/adopt`, {
        ...{ clauses: clausesOf(share(3, 4)), effectiveAt: '2012-01-01' },
      }),
    ],
    reads: [
      read(`governance/resolutions/${world.of('resolution')}`, {
        ...{ status: 'adopted', differs: { outcome: 'rejected', rule: { majority: share(3, 4) } } },
      }),
      read(`governance/statutes/${world.cluster('C')}?validAt=2011-12-31`, { versions: [{ statutesVersion: 1 }] }),
      read(`governance/statutes/${world.cluster('C')}?validAt=2012-01-01`, { versions: [{ statutesVersion: 2 }] }),
    ],
  })),
  merged('a membership corrected to another company, after a merger', {
    before: ({ organisation }) => [organisation('right')],
    after: ({ member, admit }) => [
      step(`membership/memberships/${member('B', 'theirs')}/void-admission`, { fact: '<admission>', ...why }),
      admit('B', 'right', '2012-01-01'),
    ],
    reads: ({ members, count }) => [
      ...[members('B', '2017-03-27', 'both', 'right'), count('A', EFFECT, 3), count('B', EFFECT, 0)],
    ],
  }),
  alone('a tally corrected before anything rests on it', (world) => ({
    before: [...world.register('C'), ...world.board('C'), ...resolved(world, 'C')],
    after: [
      step(`governance/resolutions/${world.of('resolution')}/correct-tally`, {
        ...{ fact: '<tally>', ...why },
        changes: { tally: { members: 10, present: 6, represented: 0, for: 2, against: 4, abstentions: 0 } },
      }),
    ],
    reads: [
      read(`governance/resolutions/${world.of('resolution')}`, {
        ...{ status: 'rejected', decision: { tally: { for: 2, against: 4 } } },
      }),
    ],
  })),
  merged('a tally corrected before the effect', {
    voted: ({ of }) => [
      step(`mergers/operations/${of('operation')}/correct-vote`, {
        ...{ fact: '<vote>', ...why },
        changes: { tally: { ...tallyOf(1), abstentions: 1 } },
      }),
    ],
    reads: ({ of, count }) => [
      read(`mergers/operations/${of('operation')}/votes`, {
        items: [{ outcome: 'adopted' }, { outcome: 'adopted', tally: { for: 1, abstentions: 1 } }],
      }),
      count('A', EFFECT, 3),
    ],
  }),
  merged('a tally corrected after the effect', {
    after: ({ of }) => [
      step(`mergers/operations/${of('operation')}/correct-vote`, {
        ...{ fact: '<vote>', ...why },
        changes: { tally: tallyOf(0, 2) },
      }),
    ],
    reads: ({ of, count }) => [
      read(`mergers/operations/${of('operation')}/votes`, {
        items: [{ outcome: 'adopted' }, { outcome: 'adopted', corrected: { outcome: 'rejected' } }],
      }),
      count('A', EFFECT, 3),
    ],
  }),
  merged('an election of a predecessor, recorded after a merger', {
    after: ({ of }) => [...electionOf(of, 'B', { Lulka: 4, Montier: 2 }), takeOffice(of)],
    reads: ({ of, holders }) => [
      ...[holders('B', '2016-03-31', 'Catherine Bocquet'), holders('B', VOTED, 'Catherine Bocquet', 'Lulka')],
      ...[holders('B', '2017-03-27', 'Catherine Bocquet', 'Lulka'), holders('B', EFFECT)],
      read(`governance/elections/${of('election')}`, { mandates: [{ person: candidate(of, 'Lulka'), since: VOTED }] }),
    ],
  }),
  alone('a tally of an election corrected after whoever was elected took office', (world) => ({
    before: [
      ...[...world.register('C'), ...world.board('C'), ...electionOf(world.of, 'C', { Lulka: 4, Montier: 2 })],
      takeOffice(world.of),
    ],
    after: [
      step(`governance/elections/${world.of('election')}/correct-tally`, {
        ...{ fact: '<round>', ...why },
        changes: { tally: roundOf(world.of, { Lulka: 2, Montier: 4 }) },
      }),
    ],
    reads: [
      read(`governance/elections/${world.of('election')}`, {
        ...{ status: 'elected', elected: [world.of('candidacy', 'Montier')] },
        mandates: [{ person: candidate(world.of, 'Lulka'), differs: 'not-elected' }],
      }),
      world.holders('C', VOTED, 'Catherine Bocquet', 'Lulka'),
    ],
  })),
  merged('a mandate corrected to another person', {
    after: ({ of }) => [
      step(`governance/offices/${of('office', 'B')}/correct-mandate`, {
        ...{ fact: '<mandate>', ...why },
        changes: { person: { personId: of('person', 'right'), name: 'Patrick Montier' } },
      }),
    ],
    reads: ({ holders }) => [holders('B', '2017-03-27', 'Patrick Montier'), holders('B', EFFECT)],
  }),
  merged('a body abolished with people in office, before a merger', {
    before: ({ of }) => [step(`governance/bodies/${of('body', 'B')}/abolish`, { effectiveAt: '2016-01-01' })],
    reads: ({ holders }) => [holders('B', '2015-12-31', 'Catherine Bocquet'), holders('B', '2016-01-01')],
  }),
  merged('a body abolished with people in office, recorded after a merger', {
    after: ({ of }) => [step(`governance/bodies/${of('body', 'B')}/abolish`, { effectiveAt: '2016-01-01' })],
    reads: ({ of, holders }) => [
      ...[holders('B', '2015-12-31', 'Catherine Bocquet'), holders('B', '2016-01-01')],
      read(`governance/offices/${of('office', 'B')}`, {
        mandates: [{ until: '2016-01-01', cause: 'dissolution' }],
      }),
    ],
  }),
  alone('a body abolished with people in office', (world) => ({
    before: [...world.register('C'), ...world.board('C')],
    after: [step(`governance/bodies/${world.of('body', 'C')}/abolish`, { effectiveAt: '2016-01-01' })],
    reads: [world.holders('C', '2015-12-31', 'Catherine Bocquet'), world.holders('C', '2016-01-01')],
  })),
  alone('a cluster dissolved with members and seats', (world) => ({
    before: dissolved(world),
    after: [],
    reads: [
      ...[world.members('C', '2015-12-31', 'M'), world.members('C', '2016-01-01'), world.count('C', '2016-01-01', 0)],
      ...[world.holders('C', '2015-12-31', 'Catherine Bocquet'), world.holders('C', '2016-01-01')],
      read(`incubation/partners/${world.of('partner')}`, { status: 'ended', until: '2016-01-01' }),
      read(`membership/clusters/${world.cluster('C')}`, { state: 'dissolved' }),
    ],
  })),
  alone('a dissolution that was none', (world) => ({
    before: dissolved(world),
    after: [step(`membership/clusters/${world.cluster('C')}/void-dissolution`, { fact: '<dissolution>', ...why })],
    reads: [
      ...[world.members('C', '2016-01-01', 'M'), world.count('C', '2016-01-01', 1)],
      world.holders('C', '2016-01-01', 'Catherine Bocquet'),
      read(`incubation/partners/${world.of('partner')}`, { status: 'partner' }),
      read(`membership/clusters/${world.cluster('C')}`, { state: 'active' }),
    ],
  })),
];
