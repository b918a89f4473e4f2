import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import type { Happened } from '#libs/projections/testing';
import { auvergneTic, clustR, numelink, operationId } from './sample-operation.ts';
import { MergersWorld, voteOf } from './world.ts';

const id = (n: number) => countedUuid(n, 0x71);
const EFFECT = '2016-03-31';
const label = { labelId: id(1), schemeId: id(2), holder: { kind: 'cluster' as const, id: auvergneTic } };
const issued = { labelId: id(22), schemeId: id(21), holder: { kind: 'organisation' as const, id: id(23) } };
const subsidy = { subsidyId: id(3), clusterId: auvergneTic };
const holder = { kind: 'cluster' as const, id: auvergneTic };

/** Auvergne TIC has one of everything that passes, and Numélink a board whose seats are shared. */
const HOLDINGS: readonly Happened<GrappeEvents>[] = [
  {
    type: 'membership.LabelSchemeSet',
    data: {
      ...{ schemeId: id(2), issuerId: id(4), name: 'Label Cloud', since: '2010-01-01' },
      onHolderSuccession: { policy: 'consent', withinMonths: 6 },
      onIssuerSuccession: { policy: 'automatic' },
    },
  },
  { type: 'membership.LabelAwarded', data: { ...label, since: '2013-01-01' } },
  {
    type: 'membership.LabelSchemeSet',
    data: {
      ...{ schemeId: id(21), issuerId: auvergneTic, name: 'Label local', since: '2010-01-01' },
      ...{ onHolderSuccession: { policy: 'automatic' }, onIssuerSuccession: { policy: 'lapse' } },
    },
  },
  { type: 'membership.LabelAwarded', data: { ...issued, since: '2013-01-01' } },
  {
    type: 'membership.SubsidyRequested',
    data: {
      ...{ ...subsidy, granterId: id(5), amountCents: 5_000_000, purpose: 'x', year: 2015 },
      ...{ onSuccession: 'needs-consent', on: '2015-01-01' },
    },
  },
  {
    type: 'incubation.PartnerJoined',
    data: { partnerId: id(6), incubatorId: id(7), class: 'sector-body', holder, founding: true, since: '2012-01-01' },
  },
  {
    type: 'incubation.SeatGranted',
    data: { partnerId: id(6), incubatorId: id(7), seatId: id(8), holder, since: '2012-01-01' },
  },
  {
    type: 'membership.AgreementDrawnUp',
    data: {
      agreementId: id(9),
      kind: 'reciprocity',
      parties: [auvergneTic, clustR],
      services: [],
      since: '2012-01-01',
    },
  },
  ...[auvergneTic, clustR].map((clusterId): Happened<GrappeEvents> => ({
    type: 'membership.AgreementSigned',
    data: { agreementId: id(9), clusterId, on: '2012-01-01' },
  })),
  {
    type: 'membership.MemberAdmitted',
    data: { membershipId: id(10), clusterId: id(11), organisationId: auvergneTic, since: '2012-01-01' },
  },
  {
    type: 'membership.FundingRecorded',
    data: { clusterId: auvergneTic, resource: 'local-institutions', amountCents: 100, source: 'x', on: '2015-06-30' },
  },
  {
    type: 'membership.FundingRecorded',
    data: { clusterId: numelink, resource: 'fees', amountCents: 300, source: 'x', on: '2015-06-30' },
  },
  {
    type: 'governance.BodyCreated',
    data: { bodyId: id(13), clusterId: numelink, kind: 'board', name: 'Conseil', since: '2010-01-01' },
  },
  ...[14, 15].map((n): Happened<GrappeEvents> => ({
    type: 'governance.BodyConstrained',
    data: {
      ...{ bodyId: id(13), clusterId: numelink, constraintId: id(n), remedyDays: 90, since: '2014-01-01' },
      rule: { kind: 'private-majority' },
    },
  })),
  {
    type: 'governance.BodyConstraintLifted',
    data: { bodyId: id(13), clusterId: numelink, constraintId: id(15), on: '2015-01-01' },
  },
  {
    type: 'governance.OfficeCreated',
    data: {
      ...{ officeId: id(16), bodyId: id(13), clusterId: numelink, kind: 'seat', title: 'Siège', maxHolders: 9 },
      since: '2010-01-01',
    },
  },
  {
    type: 'governance.MandateStarted',
    data: {
      ...{ mandateId: id(17), officeId: id(16), bodyId: id(13), clusterId: numelink, how: 'elected' },
      ...{ person: { personId: id(18), name: 'Somebody' }, organisationId: id(19), since: '2014-01-01' },
    },
  },
  {
    type: 'membership.OrganisationRegistered',
    data: { organisationId: id(19), name: 'A town', kind: 'public-authority', since: '2000-01-01' },
  },
  {
    type: 'governance.SeatsApportioned',
    data: {
      ...{ planId: id(12), bodyId: id(13), clusterId: numelink, house: 10, method: 'sainte-lague' },
      criteria: [{ name: 'members', weight: { numerator: '1', denominator: '1' } }],
      units: [
        { unit: 'Loire', antennaId: id(14), figures: [40] },
        { unit: 'Rhône', figures: [60] },
      ],
      seats: [
        { unit: 'Loire', seats: 4, reserved: 0 },
        { unit: 'Rhône', seats: 6, reserved: 0 },
      ],
      ...{ ties: [], vacant: 0, figuresOn: '2015-12-31', since: '2016-01-01' },
    },
  },
];

let world: MergersWorld;
beforeEach(async () => {
  world = await MergersWorld.start();
  await world.statutes();
  await world.publish(...HOLDINGS);
  await world.adoptPlan(operationId);
  for (const clusterId of [numelink, auvergneTic])
    await world.sendAccepted(operationId, 'schedule-assembly', { clusterId, scheduledFor: EFFECT });
  await world.call(operationId);
});
afterEach(() => world.stop());

describe('a dry run', () => {
  it('says what becomes of labels, subsidies, partnerships, agreements, networks, funding and seats, and which rules are broken', async () => {
    const { body } = await world.app.post(`mergers/operations/${operationId}/dry-run`, { on: '2016-03-01' });
    const moved = { clusterId: auvergneTic, toClusterId: numelink };
    expect(body).toMatchObject({
      labels: [{ labelId: id(1), name: 'Label Cloud', outcome: 'needs-consent', by: '2016-09-30' }],
      labelsIssued: [{ labelId: id(22), name: 'Label local', ...moved, holderId: id(23), outcome: 'lapses' }],
      subsidies: [{ subsidyId: id(3), ...moved, amountCents: 5_000_000, outcome: 'needs-consent' }],
      partners: [{ partnerId: id(6), seatId: id(8), ...moved }],
      agreements: [{ agreementId: id(9), clusterIds: [auvergneTic], outcome: 'passes' }],
      networks: [{ networkId: id(11), ...moved, merges: false }],
      funding: {
        year: 2015,
        before: [{ totalCents: 300 }, { totalCents: 100 }],
        after: { totalCents: 400, classes: [{ class: 'own', share: '75.00' }, { share: '25.00' }, {}] },
      },
      seats: [{ bodyId: id(13), units: [{ unit: 'Loire', seats: 4, figures: ['40'] }, { unit: 'Rhône' }] }],
      constraints: [{ bodyId: id(13), constraintId: id(14), kind: 'private-majority', found: 0, required: 1 }],
      leftOff: [],
    });
  });

  it('of a dissolution says what it would lose of these, and what the merger keeps', async () => {
    const read = async () => (await world.read(`/${operationId}/dissolution?validAt=2016-03-01`)).body;
    const [kept, asked] = [
      { lost: 1, kept: 1, needConsent: 0 },
      { lost: 1, kept: 0, needConsent: 1 },
    ];
    const total = {
      ...{ labels: asked, subsidies: { ...asked, lostCents: 5_000_000, keptCents: 0 }, agreements: kept },
      ...{ partners: kept, networks: kept, lineage: kept, antennas: { lost: 0 }, memberships: { lost: 0 } },
    };
    const expected = {
      ...{ effectiveOn: EFFECT, total, predecessors: [{ clusterId: auvergneTic, figures: total }] },
      losses: { partners: [{ partnerId: id(6), seatId: id(8), byMerger: 'kept' }] },
      leftOff: [],
    };
    expect(await read()).toMatchObject({ status: 'published', ...expected });
    for (const clusterId of [numelink, auvergneTic])
      await world.sendAccepted(operationId, 'record-vote', voteOf(clusterId, EFFECT));
    await world.publish({ type: 'membership.SubsidyLapsed', data: { ...subsidy, reason: 'x', on: '2016-04-30' } });
    expect(await read()).toMatchObject({ status: 'effective', ...expected });
    expect((await world.read(`/${operationId}/dissolution`, { as: 'subscriber' })).status).toBe(403);
  });

  it('is no more what it was once these have changed, and the effect names what changed each', async () => {
    await world.app.post('mergers/dry-runs', { operationId, on: '2016-03-01' });
    await world.publish(
      { type: 'membership.LabelEnded', data: { ...label, on: '2015-06-30' } },
      { type: 'membership.LabelEnded', data: { ...issued, on: '2015-06-30' } },
      { type: 'membership.SubsidyLapsed', data: { ...subsidy, reason: 'x', on: '2015-12-31' } },
      {
        type: 'incubation.PartnerLeft',
        data: { partnerId: id(6), incubatorId: id(7), seatId: id(8), holder, on: '2015-01-01' },
      },
      { type: 'membership.AgreementLeft', data: { agreementId: id(9), clusterId: auvergneTic, on: '2014-01-01' } },
      {
        type: 'membership.MembershipEnded',
        data: {
          ...{ membershipId: id(10), clusterId: id(11), organisationId: auvergneTic },
          ...{ cause: 'resignation', on: '2014-01-01' },
        },
      },
      {
        type: 'governance.MandateHolderMoved',
        data: {
          ...{ mandateId: id(17), officeId: id(16), bodyId: id(13), clusterId: numelink },
          ...{ organisationId: id(20), since: '2015-01-01' },
        },
      },
      {
        type: 'membership.OrganisationRegistered',
        data: { organisationId: id(20), name: 'A company', kind: 'company', since: '2000-01-01' },
      },
      {
        type: 'membership.FundingRecorded',
        data: { clusterId: auvergneTic, resource: 'fees', amountCents: 50, source: 'x', on: '2015-07-31' },
      },
    );
    for (const clusterId of [numelink, auvergneTic])
      await world.sendAccepted(operationId, 'record-vote', voteOf(clusterId, EFFECT));
    const { effect } = (await world.read(`/${operationId}/effect`)).body as {
      effect: {
        comparison: { differences: { part: string; causes: { kind: string; type: string }[]; after?: object }[] };
      };
    };
    const named = effect.comparison.differences.map(({ part, causes, after }) => [
      part,
      after === undefined ? 'gone' : 'changed',
      ...causes.map(({ kind, type }) => `${kind} ${type}`),
    ]);
    expect(named.toSorted()).toEqual([
      ['agreements', 'gone', 'late-fact membership.AgreementLeft'],
      ['constraints', 'gone', 'late-fact governance.MandateHolderMoved'],
      ['funding', 'changed', 'late-fact membership.FundingRecorded'],
      ['funding', 'changed', 'late-fact membership.FundingRecorded'],
      ['labels', 'gone', 'late-fact membership.LabelEnded'],
      ['labels-issued', 'gone', 'late-fact membership.LabelEnded'],
      ['networks', 'gone', 'late-fact membership.MembershipEnded'],
      ['partners', 'gone', 'late-fact incubation.PartnerLeft'],
      ['subsidies', 'gone', 'late-fact membership.SubsidyLapsed'],
    ]);
  });
});
