import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { propertySeed } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { bodies } from '../../apps/governance/src/read-models/bodies/bodies.projection.ts';
import { offices } from '../../apps/governance/src/read-models/offices/offices.projection.ts';
import {
  memberships,
  type MembershipDocument,
} from '../../apps/membership/src/read-models/memberships/memberships.projection.ts';
import { dryRunView } from '../../apps/mergers/src/http/dry-run.view.ts';
import { effectView } from '../../apps/mergers/src/http/effect.view.ts';
import { contexts } from '../../apps/platform/src/contexts.ts';
import {
  anySmallMerger,
  EFFECT,
  operationId,
  predecessorsOf,
  prepare,
  successorOf,
  takeEffect,
  type SmallMerger,
} from './support/small-merger.ts';

/** What both a dry run and the read models show, in one order. */
interface Outcome {
  readonly total: number;
  readonly sum: number;
  readonly merged: number;
  readonly byOrigin: readonly (readonly [string, number])[];
  readonly duplicates: readonly string[];
  readonly byAntenna: readonly (readonly [string | null, number])[];
  readonly byCollege: readonly (readonly [string | null, number])[];
  readonly joining: readonly string[];
  readonly ended: readonly string[];
  readonly begun: readonly string[];
  readonly abolished: readonly string[];
  readonly created: readonly string[];
}

async function foretold(app: TestApplication, merger: SmallMerger): Promise<Outcome> {
  const { status, body } = await app.post(`mergers/operations/${operationId}/dry-run`, { on: EFFECT });
  expect([status, body['status']]).toEqual([200, merger.kind === 'fusion-creation' ? 'ready' : 'published']);
  const { members, governance } = dryRunView.parse(body);
  const gone: readonly string[] = predecessorsOf(merger);
  return {
    total: members.total,
    sum: members.sum,
    merged: members.merged,
    byOrigin: members.byOrigin
      .filter(({ clusterId }) => gone.includes(clusterId))
      .map(({ clusterId, members: count }) => [clusterId, count]),
    duplicates: members.duplicates.map((each) => `${each.organisationId} ${each.clusterIds.join(' ')}`).toSorted(),
    joining: (members.joining ?? []).flatMap(({ organisationId, joins }) => (joins ? [organisationId] : [])).toSorted(),
    byAntenna: members.byAntenna.map((each) => [each.antennaId, each.members] as const).toSorted(),
    byCollege: members.byCollege.map((each) => [each.college, each.members] as const).toSorted(),
    ended: governance.mandatesEnded.map(({ mandateId }) => mandateId).toSorted(),
    begun: governance.mandatesBegun.map((each) => `${each.mandateId} ${String(each.limit)}`).toSorted(),
    abolished: governance.bodiesAbolished.map(({ bodyId }) => bodyId).toSorted(),
    created: governance.bodiesCreated.map(({ bodyId }) => bodyId).toSorted(),
  };
}

async function happened(app: TestApplication, merger: SmallMerger, bodiesBefore: readonly string[]): Promise<Outcome> {
  return { ...(await membersAfter(app, merger)), ...(await governanceAfter(app, merger, bodiesBefore)) };
}

async function membersAfter(app: TestApplication, merger: SmallMerger) {
  const register = app.services.readModels.of(memberships);
  const successor = successorOf(merger);
  const there = (await register.all({ cluster_id: successor })).flatMap(({ periods, ...document }) => {
    const lasting = periods.filter(({ since, until }) => until === undefined || (until > EFFECT && until > since));
    return lasting.length === 0
      ? []
      : [
          {
            ...document,
            periods,
            before: lasting.some((each) => each.operationId === undefined || each.admittedOn !== undefined),
          },
        ];
  });
  const left = await register.all({ cluster_id: predecessorsOf(merger), status: 'succeeded' });
  const clustersOf = (organisationId: string) => [
    ...there.filter((each) => each.before && each.organisationId === organisationId).map(() => successor),
    ...predecessorsOf(merger).filter((clusterId) =>
      left.some((each) => each.organisationId === organisationId && each.clusterId === clusterId),
    ),
  ];
  const { merged } = await reported(app);
  return {
    total: there.length,
    sum: left.length + there.filter(({ before }) => before).length,
    merged,
    byOrigin: predecessorsOf(merger).map(
      (clusterId) => [clusterId, left.filter((each) => each.clusterId === clusterId).length] as const,
    ),
    duplicates: [...new Set([...there, ...left].map(({ organisationId }) => organisationId))]
      .map((organisationId) => ({ organisationId, clusterIds: clustersOf(organisationId) }))
      .filter(({ clusterIds }) => clusterIds.length > 1)
      .map((each) => `${each.organisationId} ${each.clusterIds.join(' ')}`)
      .toSorted(),
    joining: there
      .filter(({ periods, origins }) => joinedBy({ periods, origins }))
      .map(({ organisationId }) => organisationId)
      .toSorted(),
    byAntenna: [...new Set(there.map(({ antennaId }) => antennaId))]
      .map((place) => [place ?? null, there.filter(({ antennaId }) => antennaId === place).length] as const)
      .toSorted(),
    byCollege: [...new Set(there.map(({ college }) => college))]
      .map((name) => [name ?? null, there.filter(({ college }) => college === name).length] as const)
      .toSorted(),
  };
}

/** Whether it became a member on the day of the effect by the operation, and through no membership of a predecessor that passed that day. */
function joinedBy({ periods, origins }: Pick<MembershipDocument, 'periods' | 'origins'>): boolean {
  const begins = periods.some((each) => each.since === EFFECT && each.operationId === operationId);
  return begins && !origins.some((origin) => origin.memberSince <= EFFECT);
}

async function governanceAfter(app: TestApplication, merger: SmallMerger, bodiesBefore: readonly string[]) {
  const of = { cluster_id: [successorOf(merger), ...predecessorsOf(merger)] };
  const [allBodies, allOffices] = await Promise.all([
    app.services.readModels.of(bodies).all(of),
    app.services.readModels.of(offices).all(of),
  ]);
  const mandates = allOffices.flatMap((office) => office.mandates.map((each) => ({ ...each, of: office.clusterId })));
  return {
    ended: mandates
      .filter((each) => each.operationId === operationId)
      .map(({ mandateId }) => mandateId)
      .toSorted(),
    begun: mandates
      .filter((each) => !bodiesBefore.includes(each.mandateId))
      .map((each) => `${each.mandateId} ${String(each.limit)}`)
      .toSorted(),
    abolished: allBodies
      .filter(({ abolished }) => abolished?.operationId === operationId)
      .map(({ bodyId }) => bodyId)
      .toSorted(),
    created: allBodies
      .map(({ bodyId }) => bodyId)
      .filter((bodyId) => !bodiesBefore.includes(bodyId))
      .toSorted(),
  };
}

async function reported(app: TestApplication): Promise<GrappeEvents['membership.SuccessionApplied']> {
  for await (const page of app.store.readAll(0n, { filter: { types: ['membership.SuccessionApplied'] } }))
    for (const event of page.events) return event.data as GrappeEvents['membership.SuccessionApplied'];
  throw new Error('the membership context has not followed');
}

/** The ids of bodies and mandates that were there before the effect. */
async function governanceIds(app: TestApplication): Promise<readonly string[]> {
  const [known, held] = await Promise.all([
    app.services.readModels.of(bodies).all({}),
    app.services.readModels.of(offices).all({}),
  ]);
  return [
    ...known.map(({ bodyId }) => bodyId),
    ...held.flatMap((office) => office.mandates.map(({ mandateId }) => mandateId)),
  ];
}

async function keptHash(app: TestApplication): Promise<string> {
  const { status, body } = await app.post('mergers/dry-runs', { operationId, on: EFFECT });
  expect(status).toBe(201);
  return (body['recorded'] as { readonly hash: string }).hash;
}

/** Nothing came between but the acts of the operation: the effect is the dry run, also once every context has followed it. */
async function expectIdentical(app: TestApplication, hash: string): Promise<void> {
  const { effect } = effectView.parse((await app.get(`mergers/operations/${operationId}/effect`)).body);
  expect([effect?.hash, effect?.comparison?.isIdentical, effect?.comparison?.differences]).toEqual([hash, true, []]);
}

async function expectForetold(merger: SmallMerger): Promise<void> {
  const app = await TestApplication.start(contexts);
  try {
    await prepare(app, merger);
    const before = await governanceIds(app);
    const forecast = await foretold(app, merger);
    const hash = await keptHash(app);
    await takeEffect(app, merger);
    await app.react();
    await expectIdentical(app, hash);
    expect(forecast).toEqual(await happened(app, merger, before));
  } finally {
    await app.stop();
  }
}

/** One accedes that applies to the successor after the effect: what it asks for then, it has not asked for on the day (seed 246312034). */
const appliesAfterwards: SmallMerger = {
  ...{ kind: 'fusion-absorption', partners: 2, boardSince: '2006-01-01', officeSince: '2006-01-01', limit: undefined },
  memberships: [
    { cluster: 0, organisation: 2, antennas: [0, undefined], days: ['2017-06-01'], applied: true },
    { cluster: 0, organisation: 1, antennas: [undefined, undefined], days: ['2010-01-01'], applied: false },
  ],
  joining: [{ organisation: 2, college: undefined, says: 'accedes' }],
  ...{ mandates: [], abolished: [], mapping: [], colleges: [], offices: [] },
};

describe('a dry run', () => {
  it('foretells what the effect does, whatever happened before', async () => {
    const examples: [SmallMerger][] = [[appliesAfterwards]];
    await fc.assert(fc.asyncProperty(anySmallMerger, expectForetold), { numRuns: 20, seed: propertySeed(), examples });
  });
});
