import * as fc from 'fast-check';
import { derivedId } from '#libs/kernel';
import type { TestApplication } from '#libs/nest-kit/testing';
import { inFavour } from './merger-desk.ts';

/** The day of the effect: that of the last vote, or of the publication of a new body. */
export const EFFECT = '2016-03-31';
const LONG_AGO = '2006-01-01';
const DAYS = ['2010-01-01', '2014-06-01', '2016-03-30', EFFECT, '2016-04-01', '2017-06-01'];

const half = { numerator: 1, denominator: 2 };
const clause = { quorum: half, majority: { numerator: 2, denominator: 3 }, majorityOf: 'votes-cast', strict: false };
const clauses = { ordinary: clause, amendment: clause, dissolution: clause };

const id = (kind: string, ...names: readonly (string | number)[]) =>
  derivedId('small-merger', kind, ...names.map(String));
const CLUSTERS = [0, 1, 2].map((n) => id('cluster', n));
export const operationId = id('operation');
const bodyOf = (cluster: number) => id('body', cluster);
const officeOf = (cluster: number) => id('office', cluster);

const anyDay = fc.constantFrom(...DAYS);
const anyCluster = fc.nat({ max: 2 });
const anyPerson = fc.integer({ min: 1, max: 4 });
const anyAntenna = fc.option(fc.nat({ max: 1 }), { nil: undefined });

const anyDays = (max: number) => fc.array(anyDay, { minLength: 1, maxLength: max }).map((days) => days.toSorted());

/**
 * In turn admitted and leaving on these days; the last admission may be an open application. Left out is who
 * comes back and leaves on one day, and who leaves after the effect and comes back: the register shows where it stands then, and the dry run where it
 * stands on the day of the effect.
 */
const anyMembership = fc.record({
  cluster: anyCluster,
  organisation: fc.integer({ min: 1, max: 2 }),
  antennas: fc.array(anyAntenna, { minLength: 2, maxLength: 2 }),
  days: anyDays(4).filter(([, left = '', back, gone]) => back === undefined || (back !== gone && left <= EFFECT)),
  applied: fc.boolean(),
});
type Membership = typeof anyMembership extends fc.Arbitrary<infer Each> ? Each : never;

/** Whether the organisation of a membership leaves after the effect, and becomes a member by another one behind it. */
function comesBackAfter({ organisation, days }: Membership, all: readonly Membership[]): boolean {
  const isBehind = (day: string): boolean => day > EFFECT;
  const leaves = days.some((day, index) => index % 2 === 1 && isBehind(day));
  const own = all.filter((each) => each.organisation === organisation);
  return leaves && own.some((each) => each.days.some((day, index) => index % 2 === 0 && isBehind(day)));
}

/** From the first day on; to the second, where there is one. */
const anyMandate = fc.record({
  cluster: anyCluster,
  person: anyPerson,
  days: anyDays(2),
  limit: fc.option(anyDay, { nil: undefined }),
});
type Mandate = typeof anyMandate extends fc.Arbitrary<infer Each> ? Each : never;

/** What happened to three clusters before two or three of them merge, and what their plan says. */
export const anySmallMerger = fc.record({
  kind: fc.constantFrom('fusion-absorption' as const, 'fusion-creation' as const),
  partners: fc.constantFrom(2, 3),
  memberships: fc
    .uniqueArray(anyMembership, {
      selector: ({ cluster, organisation }) => `${String(cluster)} ${String(organisation)}`,
      minLength: 2,
      maxLength: 6,
    })
    .filter((all) => !all.some((each) => comesBackAfter(each, all))),
  /** The board and the office of each cluster, long ago or on a day to come. */
  boardSince: fc.constantFrom(LONG_AGO, LONG_AGO, '2016-04-01'),
  officeSince: fc.constantFrom(LONG_AGO, LONG_AGO, '2016-04-01'),
  mandates: fc.array(anyMandate, { maxLength: 5 }),
  abolished: fc.array(fc.record({ cluster: anyCluster, on: anyDay }), { maxLength: 2 }),
  mapping: fc.uniqueArray(fc.record({ cluster: anyCluster, antenna: anyAntenna, to: fc.nat({ max: 1 }) }), {
    selector: ({ cluster, antenna }) => `${String(cluster)} ${String(antenna)}`,
    maxLength: 3,
  }),
  /** The clusters of which the plan maps the one college that there is, or all colleges. */
  colleges: fc.uniqueArray(fc.record({ cluster: anyCluster, whole: fc.boolean() }), {
    selector: ({ cluster }) => cluster,
    maxLength: 2,
  }),
  /** The organisations that the plan names, and what each has said by the effect. */
  joining: fc.uniqueArray(
    fc.record({
      organisation: fc.integer({ min: 1, max: 4 }),
      college: fc.option(fc.constantFrom('labs', 'Start-ups'), { nil: undefined }),
      says: fc.constantFrom('nothing' as const, 'accedes' as const, 'accedes' as const, 'withdraws' as const),
    }),
    { selector: ({ organisation }) => organisation, maxLength: 4 },
  ),
  limit: fc.option(anyDay, { nil: undefined }),
  offices: fc.array(fc.record({ own: fc.boolean(), holders: fc.uniqueArray(anyPerson, { maxLength: 3 }) }), {
    maxLength: 2,
  }),
});
export type SmallMerger = typeof anySmallMerger extends fc.Arbitrary<infer Each> ? Each : never;

export const successorOf = ({ kind }: SmallMerger) => id('cluster', kind === 'fusion-creation' ? 'new' : 0);
const participantsOf = ({ partners }: SmallMerger) => CLUSTERS.slice(0, partners);
export const predecessorsOf = (merger: SmallMerger) =>
  participantsOf(merger).slice(merger.kind === 'fusion-creation' ? 0 : 1);
const person = (n: number) => ({ personId: id('person', n), name: `Person ${String(n)}` });

/** Plays everything up to the eve of the effect; what the domain refuses has not happened. */
export async function prepare(app: TestApplication, merger: SmallMerger): Promise<void> {
  for (const index of CLUSTERS.keys()) await prepareCluster(app, merger, index);
  for (const n of [1, 2, 3, 4])
    await play(app, 'membership/organisations', {
      id: id('organisation', n),
      name: `No. ${String(n)}`,
      kind: 'company',
    });
  const mandates = merger.mandates.map((mandate, index) => startOf(mandate, index));
  for (const step of [...merger.memberships.flatMap(stepsOf), ...mandates, ...merger.abolished.map(abolitionOf)])
    await app.post(...step);
  await app.react();
  await adopt(app, merger);
  for (const clusterId of participantsOf(merger).slice(0, merger.kind === 'fusion-creation' ? undefined : -1))
    await vote(app, clusterId);
}

/** The last vote, or the publication of the new body; the contexts follow. */
export async function takeEffect(app: TestApplication, merger: SmallMerger): Promise<void> {
  if (merger.kind === 'fusion-absorption') await vote(app, participantsOf(merger).at(-1));
  else await operate(app, 'take-effect', { journalOfficielOn: EFFECT, effectiveAt: EFFECT });
  await app.react();
}

async function prepareCluster(app: TestApplication, merger: SmallMerger, index: number): Promise<void> {
  const clusterId = id('cluster', index);
  await play(app, 'membership/clusters', { id: clusterId, name: `Cluster ${String(index)}`, seat: 'Lyon' });
  await play(app, `governance/statutes/${clusterId}/adopt`, { clauses });
  for (const n of [0, 1])
    await play(app, 'membership/antennas', { id: id('antenna', index, n), clusterId, name: `Antenna ${String(n)}` });
  const [bodyId, effectiveAt] = [bodyOf(index), merger.boardSince];
  await play(app, 'governance/bodies', { id: bodyId, clusterId, kind: 'board', name: 'Board', effectiveAt });
  const office = { id: officeOf(index), bodyId, kind: 'president', title: 'President', maxHolders: 3 };
  const officeSince = effectiveAt < merger.officeSince ? merger.officeSince : effectiveAt;
  await play(app, 'governance/offices', { ...office, effectiveAt: officeSince });
}

function stepsOf({ cluster, organisation, antennas, days, applied }: Membership): readonly [string, object][] {
  const about = { clusterId: id('cluster', cluster), organisationId: id('organisation', organisation) };
  const membershipId = derivedId('membership', about.clusterId, about.organisationId);
  return days.map((effectiveAt, index) => {
    if (index % 2 === 1) {
      const body = { clusterId: about.clusterId, cause: 'resignation', effectiveAt };
      return [`membership/memberships/${membershipId}/end`, body];
    }
    const antenna = antennas[index / 2];
    const college = antenna === 0 ? { college: 'labs' } : {};
    const place = antenna === undefined ? {} : { antennaId: id('antenna', cluster, antenna), ...college };
    const isOver = (days[index - 1] ?? LONG_AGO) <= EFFECT;
    const path = applied && isOver && index === days.length - 1 ? 'applications' : 'memberships';
    return [`membership/${path}`, { ...about, ...place, effectiveAt }];
  });
}

function startOf({ cluster, person: who, days, limit }: Mandate, index: number): [string, object] {
  const [effectiveAt, until] = days;
  const ended = until === undefined ? {} : { ended: { on: until, cause: 'resignation' } };
  const mandate = { mandateId: id('mandate', index), person: person(who), how: 'elected', ...ended };
  const body = { ...mandate, ...(limit === undefined ? {} : { limit }), effectiveAt };
  return [`governance/offices/${officeOf(cluster)}/start-mandate`, body];
}

function abolitionOf({ cluster, on: effectiveAt }: SmallMerger['abolished'][number]): [string, object] {
  return [`governance/bodies/${bodyOf(cluster)}/abolish`, { effectiveAt }];
}

async function adopt(app: TestApplication, merger: SmallMerger): Promise<void> {
  const role = (index: number) => (index === 0 ? 'absorbing' : 'absorbed');
  const participants = participantsOf(merger).map((clusterId, index) => ({
    clusterId,
    role: merger.kind === 'fusion-creation' ? 'founding' : role(index),
  }));
  const start = { id: operationId, kind: merger.kind, title: 'A merger', participants, effectiveAt: '2015-11-02' };
  await play(app, 'mergers/operations', start);
  await operate(app, 'draft-plan', { plan: planOf(merger), effectiveAt: '2015-12-01' });
  const { body } = await app.get(`mergers/operations/${operationId}`);
  const planHash = (body['plan'] as { readonly hash: string }).hash;
  for (const { clusterId } of participants)
    await operate(app, 'adopt-plan', { clusterId, planHash, effectiveAt: '2016-01-15' });
  for (const { clusterId } of participants)
    for (const verb of ['open-documents', 'publish-notice'])
      await operate(app, verb, { clusterId, where: 'seat', effectiveAt: '2016-02-01' });
  for (const { organisation, says } of merger.joining) {
    const [organisationId, signatory] = [id('organisation', organisation), person(organisation)];
    if (says === 'nothing') continue;
    await operate(app, 'record-accession', { organisationId, planHash, signatory, effectiveAt: '2016-02-10' });
    if (says === 'withdraws') await operate(app, 'withdraw-accession', { organisationId, effectiveAt: '2016-02-20' });
  }
}

function collegesOf({ colleges, partners }: SmallMerger): readonly object[] {
  return colleges
    .filter(({ cluster }) => cluster < partners)
    .map(({ cluster, whole }) => ({
      fromClusterId: id('cluster', cluster),
      ...(whole ? {} : { fromCollege: 'labs' }),
      toCollege: `College ${String(cluster)}`,
    }));
}

function planOf(merger: SmallMerger): object {
  const { kind, mapping, limit, offices, partners } = merger;
  const named = { name: 'The successor', nameKind: 'final', seat: 'Lyon', departments: [] };
  // A plan that names a body which is gone by the day of the adoption is refused.
  const isGone = merger.abolished.some(({ cluster, on }) => cluster === 0 && on <= '2016-01-15');
  const own = kind === 'fusion-absorption' && !isGone && offices.some((each) => each.own);
  return {
    motives: 'One cluster instead of several',
    successor: { clusterId: successorOf(merger), ...named },
    newAntennas: [0, 1].map((n) => ({ antennaId: id('antenna', 'new', n), name: `New ${String(n)}`, departments: [] })),
    antennaMapping: mapping
      .filter(({ cluster }) => cluster < partners)
      .map(({ cluster, antenna, to }) => ({
        fromClusterId: id('cluster', cluster),
        ...(antenna === undefined ? {} : { fromAntennaId: id('antenna', cluster, antenna) }),
        toAntennaId: id('antenna', 'new', to),
      })),
    collegeMapping: collegesOf(merger),
    ...(merger.joining.length === 0 ? {} : { joining: merger.joining.map(namedIn) }),
    transitionalGovernance: {
      ...(limit === undefined ? {} : { limit }),
      bodies: offices.length === 0 ? [] : [{ ...plannedBody(own), offices: offices.flatMap(plannedOffice(own)) }],
    },
    conditions: [],
    contributionsEuros: null,
    openPoints: [],
  };
}

function namedIn({ organisation, college }: SmallMerger['joining'][number]): object {
  return { organisationId: id('organisation', organisation), ...(college === undefined ? {} : { college }) };
}

function plannedBody(own: boolean): object {
  return { bodyId: own ? bodyOf(0) : id('body', 'new'), kind: 'board', name: 'Board' };
}

/** The first office may be one that the absorbing body has. */
function plannedOffice(own: boolean) {
  return ({ holders }: SmallMerger['offices'][number], index: number): readonly object[] => [
    {
      officeId: own && index === 0 ? officeOf(0) : id('office', 'new', index),
      ...{ kind: 'president', title: 'President', maxHolders: 3 },
      holders: holders.map((n) => ({ mandateId: id('mandate', 'new', index, n), person: person(n) })),
    },
  ];
}

const vote = (app: TestApplication, clusterId: string | undefined) =>
  operate(app, 'record-vote', { clusterId, tally: inFavour, effectiveAt: EFFECT });

const operate = (app: TestApplication, verb: string, body: object) =>
  play(app, `mergers/operations/${operationId}/${verb}`, body);

async function play(app: TestApplication, path: string, body: object): Promise<void> {
  const answer = await app.post(path, { effectiveAt: LONG_AGO, ...body });
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
}
