import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { auvergneTic, clustR, digitalLeague, numelink, operationId } from '../../../test/sample-operation.ts';
import { fundingDiff } from './funding.ts';
import {
  NO_HOLDINGS,
  type Holdings,
  type KnownLabel,
  type KnownScheme,
  type SeatPlan,
  type SignedAgreement,
  type Whole,
} from './holdings.ts';
import { labelsIssued, labelsPassing } from './labels-passing.ts';
import { agreementsPassing, networksPassing, partnersPassing, subsidiesPassing } from './passing.ts';
import { seatsOn } from './seats.ts';

const effectiveOn = '2016-03-31';
const id = (n: number) => countedUuid(n, 0x70);
/** Auvergne TIC goes up in Numélink. */
const effect: Whole = {
  ...{ operationId, predecessors: [{ clusterId: auvergneTic }], successor: { clusterId: numelink } },
  ...{ antennaMapping: [], transitionalGovernance: { bodies: [] }, effectiveOn },
};
const having = (holdings: Partial<Holdings>): Holdings => ({ ...NO_HOLDINGS, ...holdings });
const before = (predecessorId: string, successorId: string, on = '2014-01-01') => ({
  ...{ predecessorId, successorId, on, operationId: id(99) },
});

describe('labels', () => {
  const scheme = (
    policy: 'automatic' | 'consent' | 're-assess' | 'lapse',
    more: Partial<KnownScheme> = {},
  ): KnownScheme => ({
    ...{ schemeId: id(2), issuerId: clustR },
    versions: [
      {
        ...{ name: 'Label Cloud', since: '2010-01-01', onIssuerSuccession: { policy: 'automatic' } },
        onHolderSuccession: policy === 'automatic' || policy === 'lapse' ? { policy } : { policy, withinMonths: 6 },
      },
    ],
    ...more,
  });
  const label = (more: Partial<KnownLabel> = {}): KnownLabel => ({
    ...{ labelId: id(1), schemeId: id(2), holderId: auvergneTic, awards: [{ since: '2013-01-01' }] },
    ...more,
  });
  const of = (known: KnownLabel, by: KnownScheme, more: Partial<Holdings> = {}) =>
    labelsPassing(having({ labels: [known], schemes: [by], ...more }), effect).map(({ outcome, by: day }) => [
      outcome,
      day,
    ]);

  it('that others have of a body which disappears are of its heir, as their scheme says', () => {
    const versions = scheme('automatic').versions.map((each) => ({
      ...each,
      onIssuerSuccession: { policy: 'consent', withinMonths: 3 } as const,
    }));
    const own = scheme('automatic', { issuerId: id(8), versions });
    const awarded = [label({ holderId: clustR }), label({ labelId: id(3), holderId: clustR, awards: [] })];
    const lineage = [before(id(8), auvergneTic)];
    const known = having({ labels: awarded, schemes: [own], lineage });
    expect(labelsPassing(known, effect)).toEqual([]);
    expect(labelsIssued(known, effect)).toEqual([
      {
        ...{ labelId: id(1), schemeId: id(2), name: 'Label Cloud', holderId: clustR },
        ...{ clusterId: auvergneTic, toClusterId: numelink, outcome: 'needs-consent', by: '2016-06-30' },
      },
    ]);
    expect(labelsIssued({ ...known, lineage: [] }, effect)).toEqual([]);
  });

  it.each<[string, KnownScheme, readonly unknown[]]>([
    ['passes by itself', scheme('automatic'), ['automatic', undefined]],
    ['needs the consent of its issuer by a day', scheme('consent'), ['needs-consent', '2016-09-30']],
    ['is assessed again by a day', scheme('re-assess'), ['re-assess', '2016-09-30']],
    ['lapses', scheme('lapse'), ['lapses', undefined]],
    [
      'passes as it was under a scheme that is withdrawn',
      scheme('lapse', { withdrawnOn: '2015-01-01' }),
      ['automatic', undefined],
    ],
  ])('%s', (_what, by, expected) => {
    expect(of(label(), by)).toEqual([expected]);
  });

  it.each<[string, KnownLabel]>([
    ['over by the day of the effect', label({ awards: [{ since: '2013-01-01', until: effectiveOn }] })],
    ['of the cluster that stays', label({ holderId: numelink })],
    ['that was taken back', label({ awards: [] })],
  ])('one %s does not pass', (_which, known) => {
    expect(of(known, scheme('automatic'))).toEqual([]);
  });

  it('of a predecessor of the one that disappears passes on with it', () => {
    const lineage = [before(clustR, auvergneTic)];
    expect(of(label({ holderId: clustR }), scheme('automatic'), { lineage })).toEqual([['automatic', undefined]]);
    expect(of(label({ holderId: clustR }), scheme('lapse'), { lineage })).toEqual([]);
    expect(of(label({ holderId: clustR }), scheme('automatic'))).toEqual([]);
  });
});

describe('subsidies', () => {
  const subsidy = {
    subsidyId: id(3),
    clusterId: auvergneTic,
    granterId: id(4),
    amountCents: null,
    requestedOn: '2015-01-01',
  };
  it.each([
    ['passes', 'automatic'],
    ['needs-consent', 'needs-consent'],
    ['lapses', 'lapses'],
  ] as const)('of the policy %s: %s', (onSuccession, outcome) => {
    expect(subsidiesPassing(having({ subsidies: [{ ...subsidy, onSuccession }] }), effect)).toEqual([
      { subsidyId: id(3), clusterId: auvergneTic, granterId: id(4), amountCents: null, toClusterId: numelink, outcome },
    ]);
  });

  it.each([
    ['refused by then', { endedOn: '2016-01-01' }],
    ['asked for later', { requestedOn: '2016-04-01' }],
    ['of the cluster that stays', { clusterId: numelink }],
  ])('one %s does not pass', (_which, more) => {
    const subsidies = [{ ...subsidy, onSuccession: 'passes' as const, ...more }];
    expect(subsidiesPassing(having({ subsidies }), effect)).toEqual([]);
  });
});

it('partnerships pass with their seats, and those that have ended do not', () => {
  const partner = { partnerId: id(5), incubatorId: id(6), holderId: auvergneTic, seatId: id(7), since: '2012-01-01' };
  const partners = [
    partner,
    { ...partner, partnerId: id(8), until: effectiveOn },
    { ...partner, partnerId: id(9), holderId: numelink },
  ];
  expect(partnersPassing(having({ partners }), effect)).toEqual([
    { partnerId: id(5), incubatorId: id(6), clusterId: auvergneTic, seatId: id(7), toClusterId: numelink },
  ]);
});

describe('agreements', () => {
  const signed = (clusterId: string, more: Partial<SignedAgreement> = {}): SignedAgreement => ({
    ...{
      agreementId: id(10),
      clusterId,
      terms: { kind: 'reciprocity', since: '2012-01-01' },
      days: [{ since: '2012-01-01' }],
    },
    ...more,
  });
  const of = (agreements: readonly SignedAgreement[], lineage: Holdings['lineage'] = []) =>
    agreementsPassing(having({ agreements, lineage }), effect).map(({ outcome }) => outcome);

  it.each<[string, readonly SignedAgreement[], readonly string[]]>([
    ['with somebody else passes', [signed(auvergneTic), signed(clustR)], ['passes']],
    ['with the successor ends: nobody has an agreement with itself', [signed(auvergneTic), signed(numelink)], ['ends']],
    ['that others have signed too passes', [signed(auvergneTic), signed(numelink), signed(clustR)], ['passes']],
    [
      'that was left by then is none',
      [signed(auvergneTic, { days: [{ since: '2012-01-01', until: '2015-01-01' }] }), signed(clustR)],
      [],
    ],
    [
      'that is over is none',
      [signed(auvergneTic, { terms: { kind: 'partnership', since: '2012-01-01', until: '2015-01-01' } })],
      [],
    ],
    ['of others is none', [signed(numelink), signed(clustR)], []],
  ])('one %s', (_which, agreements, expected) => {
    expect(of(agreements)).toEqual(expected);
  });

  it('of a predecessor passes on with whoever has succeeded to it', () => {
    expect(of([signed(clustR), signed(digitalLeague)], [before(clustR, auvergneTic)])).toEqual(['passes']);
  });
});

it('the successor is on the list of a network once', () => {
  const membership = (networkId: string, organisationId: string) => ({
    ...{ clusterId: networkId, organisationId, periods: [{ since: '2012-01-01' }] },
  });
  const networks = [membership(id(11), auvergneTic), membership(id(12), auvergneTic), membership(id(12), numelink)];
  expect(networksPassing(having({ networks }), effect)).toEqual([
    { networkId: id(11), clusterId: auvergneTic, toClusterId: numelink, merges: false },
    { networkId: id(12), clusterId: auvergneTic, toClusterId: numelink, merges: true },
  ]);
});

it('the funding mix is that of the year before: of each participant, and of all that goes on', () => {
  const year = (clusterId: string, cents: Holdings['funding'][number]['cents'], of = '2015') => ({
    clusterId,
    year: of,
    cents,
  });
  const funding = [
    year(numelink, { fees: 300 }),
    year(auvergneTic, { fees: 50, 'local-institutions': 50 }),
    year(auvergneTic, { fees: 1_000 }, '2014'),
  ];
  const participants = [
    { clusterId: numelink, role: 'absorbing' as const },
    { clusterId: auvergneTic, role: 'absorbed' as const },
  ];
  const { before: each, after } = fundingDiff(having({ funding }), { participants }, effect);
  expect(each.map(({ totalCents }) => totalCents)).toEqual([300, 100]);
  expect(after).toMatchObject({
    totalCents: 400,
    classes: [{ share: '87.50' }, { amountCents: 50, share: '12.50' }, { amountCents: 0 }],
  });
});

it('the seats of a body are those of the plan of the day, with what decided', () => {
  const plan = (planId: string, since: string, seats: number): SeatPlan => ({
    ...{ planId, bodyId: id(13), clusterId: numelink, house: 12, method: 'sainte-lague', figuresOn: since, since },
    criteria: [{ name: 'members', weight: '1/1' }],
    units: [{ unit: 'Loire', antennaId: id(14), seats, reserved: 0, figures: ['40'] }],
  });
  const seatPlans = [plan(id(15), '2015-01-01', 5), plan(id(16), '2016-01-01', 7), plan(id(17), '2017-01-01', 9)];
  expect(seatsOn(having({ seatPlans }), effect)).toMatchObject([
    { planId: id(16), bodyId: id(13), units: [{ unit: 'Loire', seats: 7, figures: ['40'] }] },
  ]);
  expect(seatsOn(having({ seatPlans: [{ ...plan(id(15), '2015-01-01', 5), clusterId: clustR }] }), effect)).toEqual([]);
});
