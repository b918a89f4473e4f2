import * as fc from 'fast-check';
import { derivedId } from '#libs/kernel';
import type { TestApplication } from '#libs/nest-kit/testing';
import { inFavour } from './merger-desk.ts';

/** The day of the effect: that of the last vote, or of the publication of a new body. */
export const EFFECT = '2016-03-31';
const DAYS = ['2010-01-01', '2014-06-01', '2016-03-30', EFFECT, '2016-04-01', '2017-06-01'];

const half = { numerator: 1, denominator: 2 };
const clause = { quorum: half, majority: { numerator: 2, denominator: 3 }, majorityOf: 'votes-cast', strict: false };
const clauses = { ordinary: clause, amendment: clause, dissolution: clause };

export const id = (kind: string, ...names: readonly (string | number)[]) =>
  derivedId('small-merger', kind, ...names.map(String));
export const CLUSTERS = [0, 1, 2].map((n) => id('cluster', n));
export const operationId = id('operation');
export const bodyOf = (cluster: number) => id('body', cluster);
export const officeOf = (cluster: number) => id('office', cluster);

const anyDay = fc.constantFrom(...DAYS);
const anyCluster = fc.nat({ max: 2 });
const anyOrganisation = fc.integer({ min: 1, max: 4 });
const anyPerson = fc.integer({ min: 1, max: 4 });
const anyAntenna = fc.option(fc.nat({ max: 1 }), { nil: undefined });

const anyStep = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      step: fc.constant('admit' as const),
      cluster: anyCluster,
      organisation: anyOrganisation,
      antenna: anyAntenna,
      on: anyDay,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('leave' as const),
      cluster: anyCluster,
      organisation: anyOrganisation,
      on: anyDay,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      step: fc.constant('apply' as const),
      cluster: anyCluster,
      organisation: anyOrganisation,
      antenna: anyAntenna,
      on: anyDay,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      step: fc.constant('mandate' as const),
      cluster: anyCluster,
      person: anyPerson,
      on: anyDay,
      limit: fc.option(anyDay, { nil: undefined }),
      until: fc.option(anyDay, { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('abolish' as const), cluster: anyCluster, on: anyDay }) },
);
type Step = typeof anyStep extends fc.Arbitrary<infer Each> ? Each : never;

/** What happened to three clusters before two or three of them merge, and what their plan says. */
export const anySmallMerger = fc.record({
  kind: fc.constantFrom('fusion-absorption' as const, 'fusion-creation' as const),
  partners: fc.constantFrom(2, 3),
  steps: fc.array(anyStep, { maxLength: 16 }),
  mapping: fc.uniqueArray(fc.record({ cluster: anyCluster, antenna: anyAntenna, to: fc.nat({ max: 1 }) }), {
    selector: ({ cluster, antenna }) => `${String(cluster)} ${String(antenna)}`,
    maxLength: 3,
  }),
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
  for (const [index, cluster] of CLUSTERS.entries()) await prepareCluster(app, index, cluster);
  for (const n of [1, 2, 3, 4])
    await play(app, 'membership/organisations', {
      id: id('organisation', n),
      name: `No. ${String(n)}`,
      kind: 'company',
    });
  for (const [index, step] of merger.steps.entries()) await app.post(...requestOf(step, index));
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

async function prepareCluster(app: TestApplication, index: number, cluster: string): Promise<void> {
  const effectiveAt = '2006-01-01';
  await play(app, 'membership/clusters', { id: cluster, name: `Cluster ${String(index)}`, seat: 'Lyon', effectiveAt });
  await play(app, `governance/statutes/${cluster}/adopt`, { clauses, effectiveAt });
  for (const n of [0, 1])
    await play(app, 'membership/antennas', {
      ...{ id: id('antenna', index, n), clusterId: cluster, name: `Antenna ${String(n)}`, effectiveAt },
    });
  const bodyId = bodyOf(index);
  await play(app, 'governance/bodies', { id: bodyId, clusterId: cluster, kind: 'board', name: 'Board', effectiveAt });
  const office = { id: officeOf(index), bodyId, kind: 'president', title: 'President', maxHolders: 3, effectiveAt };
  await play(app, 'governance/offices', office);
}

function requestOf(step: Step, index: number): [string, object] {
  const clusterId = id('cluster', step.cluster);
  switch (step.step) {
    case 'admit':
    case 'apply': {
      const { antenna, on: effectiveAt } = step;
      const organisationId = id('organisation', step.organisation);
      const place = antenna === undefined ? {} : { antennaId: id('antenna', step.cluster, antenna) };
      const path = step.step === 'admit' ? 'memberships' : 'applications';
      return [`membership/${path}`, { clusterId, organisationId, ...place, effectiveAt }];
    }
    case 'leave': {
      const membershipId = derivedId('membership', clusterId, id('organisation', step.organisation));
      const body = { clusterId, cause: 'resignation', effectiveAt: step.on };
      return [`membership/memberships/${membershipId}/end`, body];
    }
    case 'mandate': {
      const { limit, until, on: effectiveAt } = step;
      const ended = until === undefined ? {} : { ended: { on: until, cause: 'resignation' } };
      const mandate = { mandateId: id('mandate', index), person: person(step.person), how: 'elected', ...ended };
      const body = { ...mandate, ...(limit === undefined ? {} : { limit }), effectiveAt };
      return [`governance/offices/${officeOf(step.cluster)}/start-mandate`, body];
    }
    case 'abolish':
      return [`governance/bodies/${bodyOf(step.cluster)}/abolish`, { effectiveAt: step.on }];
  }
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
}

function planOf(merger: SmallMerger): object {
  const { kind, mapping, limit, offices, partners } = merger;
  const named = { name: 'The successor', nameKind: 'final', seat: 'Lyon', departments: [] };
  const own = kind === 'fusion-absorption' && offices.some((each) => each.own);
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
    transitionalGovernance: {
      ...(limit === undefined ? {} : { limit }),
      bodies: offices.length === 0 ? [] : [{ ...plannedBody(own), offices: offices.flatMap(plannedOffice(own)) }],
    },
    conditions: [],
    contributionsEuros: null,
    openPoints: [],
  };
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
  const answer = await app.post(path, { effectiveAt: '2006-01-01', ...body });
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
}
