import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import {
  absorptionPlan,
  auvergneTic,
  clause,
  clustR,
  creationPlan,
  day,
  digitalLeague,
  draft,
  history,
  numelink,
  operationId,
  splitPlan,
  start,
} from '../../../test/sample-operation.ts';
import type { OperationCommand } from '../operation/operation.commands.ts';
import type { OperationKind, Participant } from '../rules/act.ts';
import { operation } from '../operation/operation.decide.ts';
import { fileOf } from '../operation/operation.ts';
import type { DryRunInput } from './diff.ts';
import { dissolution } from './dissolution.ts';
import { NO_HOLDINGS, type Holdings } from './holdings.ts';

const id = (n: number) => countedUuid(n, 0x70);
const company = (n: number) => countedUuid(n, 0x50);
const EFFECT = '2016-06-30';

function input(commands: readonly OperationCommand[], changes: Partial<DryRunInput> = {}): DryRunInput {
  const state = fold(operation, history(...commands));
  if (state.status === 'absent') throw new Error('no operation');
  return {
    ...{ file: fileOf(state), status: state.status, on: day('2016-02-01'), engagements: {}, clauseOn: () => clause },
    ...{ members: [], governance: {}, clusterNames: { [numelink]: 'Numélink' }, antennaNames: {} },
    ...changes,
  };
}
const holding = (holdings: Partial<Holdings>) => ({ holdings: { ...NO_HOLDINGS, ...holdings } });
const member = (clusterId: string, n: number, ...days: readonly string[]) => ({
  ...{ clusterId, organisationId: company(n) },
  periods: (days.length === 0 ? ['2012-01-01'] : days).map((since, index, all) => ({
    since,
    ...(index < all.length - 1 ? { until: all[index + 1], cause: 'resignation' as const } : {}),
  })),
});
const absorption = [start(), draft(absorptionPlan({ targetDate: EFFECT }))];
const creation = [start('fusion-creation'), draft(creationPlan({ effectDate: EFFECT }))];

describe('what a dissolution loses, and a merger keeps', () => {
  it('memberships, each with the day since which it was one and its terms; of both bodies, members count once', () => {
    const members = [
      member(numelink, 1, '2010-05-01', '2013-01-01'),
      member(clustR, 1),
      member(clustR, 2),
      { ...member(clustR, 3), periods: [{ since: '2010-01-01', until: '2015-01-01', cause: 'resignation' as const }] },
    ];
    const two = [
      start(
        'fusion-creation',
        [numelink, clustR].map((clusterId) => ({ clusterId, role: 'founding' as const })),
      ),
      draft(creationPlan()),
    ];
    const { total, predecessors, losses } = dissolution(input(two, { members }));
    expect(total).toMatchObject({ memberships: { lost: 3, kept: 3 }, members: { lost: 2, kept: 2 } });
    expect(predecessors.map(({ clusterId, name, figures }) => [clusterId, name, figures.memberships.lost])).toEqual([
      [numelink, 'Numélink', 1],
      [clustR, undefined, 2],
    ]);
    expect(losses.memberships[0]).toEqual({
      ...{ clusterId: numelink, organisationId: company(1), memberSince: '2010-05-01', terms: 2, byMerger: 'kept' },
    });
  });

  it('nothing of the body that absorbs the others', () => {
    const members = [member(numelink, 1), member(auvergneTic, 1), member(auvergneTic, 2)];
    const { predecessors, total } = dissolution(input(absorption, { members }));
    expect(predecessors.map(({ clusterId }) => clusterId)).toEqual([auvergneTic]);
    expect(total.memberships).toEqual({ lost: 2, kept: 2, needConsent: 0 });
  });

  it('mandates that are held on the day, and none that have expired', () => {
    const held = { officeId: id(1), bodyId: id(2), person: { personId: id(3), name: 'N. N.' } };
    const governance = {
      [auvergneTic]: {
        bodies: [
          { bodyId: id(2), names: [{ name: 'Board', since: '2010-01-01' }], kind: 'board', since: '2010-01-01' },
        ],
        offices: [{ officeId: id(1), title: 'President', since: '2010-01-01' }],
        mandates: [
          { ...held, mandateId: id(4), since: '2014-01-01' },
          { ...held, mandateId: id(5), since: '2012-01-01', until: '2014-01-01' },
          { ...held, mandateId: id(6), since: '2014-01-01', limit: '2015-01-01' },
        ],
      },
    };
    const { losses } = dissolution(input(absorption, { governance }));
    expect(losses.mandates).toEqual([
      {
        ...{ clusterId: auvergneTic, mandateId: id(4), personName: 'N. N.', office: 'President' },
        ...{ since: '2014-01-01', byMerger: 'kept' },
      },
    ]);
  });

  it('subsidies, of which the merger keeps what their policy lets pass, in cents where they are known', () => {
    const subsidy = (n: number, onSuccession: 'passes' | 'needs-consent' | 'lapses', amountCents: number | null) => ({
      ...{ subsidyId: id(n), clusterId: auvergneTic, granterId: id(9), requestedOn: '2015-01-01' },
      ...{ onSuccession, amountCents },
    });
    const subsidies = [subsidy(1, 'passes', 100), subsidy(2, 'needs-consent', 20), subsidy(3, 'lapses', 3)];
    const figures = dissolution(input(absorption, holding({ subsidies: [...subsidies, subsidy(4, 'passes', null)] })));
    expect(figures.total.subsidies).toEqual({
      ...{ lost: 4, kept: 2, needConsent: 1 },
      ...{ lostCents: 123, keptCents: 100, ofUnknownAmount: 1 },
    });
    expect(figures.losses.subsidies.map(({ byMerger }) => byMerger)).toEqual(['kept', 'needs-consent', 'lost', 'kept']);
  });

  it('labels, partner seats, places in networks and antennas', () => {
    const schemes = (['automatic', 'consent', 'lapse'] as const).map((policy, n) => ({
      ...{ schemeId: id(10 + n), issuerId: id(19) },
      versions: [
        {
          ...{ name: policy, since: '2010-01-01', onIssuerSuccession: { policy: 'automatic' as const } },
          onHolderSuccession: { policy, ...(policy === 'consent' ? { withinMonths: 6 } : {}) },
        },
      ],
    }));
    const labels = schemes.map(({ schemeId }, n) => ({
      ...{ labelId: id(20 + n), schemeId, holderId: auvergneTic, awards: [{ since: '2013-01-01' }] },
    }));
    const partners = [
      { partnerId: id(30), incubatorId: id(31), holderId: auvergneTic, seatId: id(32), since: '2012-01-01' },
    ];
    const networks = [{ ...member(id(33), 1), organisationId: auvergneTic }];
    const antennas = [
      { antennaId: id(34), clusterId: auvergneTic },
      { antennaId: id(35), clusterId: auvergneTic, closedOn: '2016-01-01' },
      { antennaId: id(36), clusterId: numelink },
    ];
    const awards = [{ since: '2013-01-01' }];
    const issued = { labelId: id(40), schemeId: id(41), holderId: clustR, awards };
    const own = { ...schemes[0]!, schemeId: id(41), issuerId: auvergneTic };
    const known = holding({ labels: [...labels, issued], schemes: [...schemes, own], partners, networks });
    const { total, losses } = dissolution(input(absorption, { ...known, antennas }));
    expect(total).toMatchObject({
      labels: { lost: 3, kept: 1, needConsent: 1 },
      labelsIssued: { lost: 1, kept: 1 },
      partners: { lost: 1, kept: 1 },
      networks: { lost: 1, kept: 1 },
      antennas: { lost: 1, kept: 1 },
    });
    expect(losses.labels.map(({ name, byMerger }) => [name, byMerger])).toEqual([
      ['automatic', 'kept'],
      ['consent', 'needs-consent'],
      ['lapse', 'lost'],
    ]);
  });

  it('agreements: one between the two bodies is one, and ends by the merger as well', () => {
    const terms = { kind: 'reciprocity' as const, since: '2012-01-01' };
    const signed = (n: number, ...clusterIds: readonly string[]) =>
      clusterIds.map((clusterId) => ({ agreementId: id(n), clusterId, terms, days: [{ since: '2012-01-01' }] }));
    const agreements = [...signed(1, numelink, clustR), ...signed(2, clustR, auvergneTic)];
    const { total, predecessors } = dissolution(input(creation, holding({ agreements })));
    expect(total.agreements).toEqual({ lost: 2, kept: 1, needConsent: 0 });
    expect(predecessors.map(({ figures }) => figures.agreements.lost)).toEqual([1, 2]);
  });

  it('the lineage: that it goes on in its heir, and the successions before', () => {
    const lineage = [{ predecessorId: clustR, successorId: auvergneTic, on: '2014-01-01', operationId: id(99) }];
    const { losses, total } = dissolution(input(absorption, holding({ lineage })));
    expect(total.lineage).toEqual({ lost: 2, kept: 2, needConsent: 0 });
    expect(losses.lineage).toEqual([
      {
        ...{ clusterId: auvergneTic, predecessorId: clustR, successorId: auvergneTic },
        ...{ on: '2014-01-01', byMerger: 'kept' },
      },
      {
        ...{ clusterId: auvergneTic, predecessorId: auvergneTic, successorId: numelink },
        ...{ on: EFFECT, byMerger: 'kept' },
      },
    ]);
  });
});

describe('the day of a dissolution', () => {
  it.each<[string, readonly OperationCommand[], Partial<DryRunInput>, string]>([
    ['that of the treaty', creation, {}, EFFECT],
    ['the target', absorption, {}, EFFECT],
    ['that of the effect, where it came', absorption, { effectiveOn: day('2016-07-01') }, '2016-07-01'],
    ['else the one that was asked about', [start('fusion-creation')], {}, '2016-02-01'],
  ])('is %s', (_which, commands, changes, effectiveOn) => {
    expect(dissolution(input(commands, changes)).effectiveOn).toBe(effectiveOn);
  });
});

describe('each kind of operation', () => {
  const cast = (...roles: readonly Participant['role'][]): readonly Participant[] =>
    roles.map((role, index) => ({ clusterId: [numelink, auvergneTic, clustR][index] ?? digitalLeague, role }));

  it.each<[OperationKind, readonly Participant[]]>([
    ['federation', cast('federating', 'federating')],
    ['apport-partiel', cast('giving', 'receiving')],
    ['restoration', cast('restored')],
  ])('%s: nobody disappears, nothing is lost, and it says so', (kind, participants) => {
    const result = dissolution(input([start(kind, participants)], { members: [member(numelink, 1)] }));
    const total = { members: { lost: 0 }, memberships: { lost: 0 }, lineage: { lost: 0 } };
    expect(result).toMatchObject({ operationId, predecessors: [], total });
    expect(result.reason).toContain(kind);
  });

  it('scission: what the body has goes to its heirs, each once', () => {
    const members = [{ ...member(numelink, 1), college: 'makers' }, member(numelink, 2), member(auvergneTic, 2)];
    const shares = [{ toClusterId: auvergneTic, colleges: ['makers'] }];
    const plan = splitPlan({ allocation: { otherwise: digitalLeague, shares } });
    const { total, reason } = dissolution(
      input([start('scission', cast('split', 'beneficiary')), draft(plan)], { members }),
    );
    expect(total).toMatchObject({
      members: { lost: 2, kept: 2 },
      memberships: { lost: 2, kept: 2 },
      lineage: { lost: 1 },
    });
    expect(reason).toBeUndefined();
  });

  it('fusion-creation: each goes on in the new body', () => {
    expect(dissolution(input(creation)).losses.lineage[0]).toMatchObject({ successorId: digitalLeague });
  });
});
