import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { countedUuid, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { auvergneTic, clustrNumerique, digitalLeague, esker, numelink } from '../../../test/facts.ts';
import { around } from '../../../test/membership-words.ts';
import { cluster } from '../cluster/cluster.ts';
import { agreement, type AgreementCommand, type AgreementFact } from './agreement.ts';
import { agreementOn, servicesOpenIn } from './agreement-day.ts';

const { given } = specification(agreement);
const agreementId = countedUuid(1, 0x91);
const [first, second, third] = [numelink, auvergneTic, clustrNumerique];
const services = [
  { service: 'Formations', modality: 'same-price' },
  { service: 'Dîners', modality: 'quota', quota: 5 },
] as const;
const terms = { agreementId, kind: 'reciprocity', parties: [first, second, third], services: [...services] } as const;
const period = { since: '2018-01-01', until: '2021-01-01' };
const drawUp = (more: object = {}): AgreementCommand => ({
  ...{ type: 'DrawUpAgreement', ...terms, ...period, clusterId: first },
  ...{ in: [around.cluster, around.cluster, around.cluster], ...more },
});
const drawnUp = (more: object = {}): AgreementFact => ({ type: 'AgreementDrawnUp', ...terms, ...period, ...more });
const sign = (clusterId: string, on: string): AgreementCommand => ({
  type: 'SignAgreement',
  agreementId,
  clusterId,
  on,
});
const signed = (clusterId: string, on: string): AgreementFact => ({
  type: 'AgreementSigned',
  agreementId,
  clusterId,
  on,
});
const reason = 'a merger';
const leave = (clusterId: string, on: string): AgreementCommand => ({
  type: 'LeaveAgreement',
  agreementId,
  clusterId,
  reason,
  on,
});
const left = (clusterId: string, on: string): AgreementFact => ({
  type: 'AgreementLeft',
  agreementId,
  clusterId,
  reason,
  on,
});
const SIGNED = '2017-12-01';

describe('an agreement', () => {
  it.each<[string, readonly AgreementFact[], AgreementCommand, readonly AgreementFact[]]>([
    ['is drawn up by one of its parties', [], drawUp(), [drawnUp()]],
    ['drawn up twice is one', [drawnUp(), signed(first, SIGNED)], drawUp(), []],
    ['is signed by another one', [drawnUp()], sign(second, SIGNED), [signed(second, SIGNED)]],
    ['is left', [drawnUp(), signed(first, SIGNED)], leave(first, '2019-01-01'), [left(first, '2019-01-01')]],
    [
      'is signed again by who has left it',
      [drawnUp(), signed(first, SIGNED), left(first, '2019-01-01')],
      sign(first, '2019-01-01'),
      [signed(first, '2019-01-01')],
    ],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly AgreementFact[], AgreementCommand, object]>([
    ['by who is no party', [], drawUp({ clusterId: digitalLeague }), { type: 'MBR_NOT_A_PARTY', found: digitalLeague }],
    ['with itself', [], drawUp({ parties: [first, first] }), { type: 'MBR_PARTY_TWICE', found: first }],
    [
      'with who is unknown',
      [],
      drawUp({ in: [around.cluster, cluster.initial, around.cluster] }),
      { type: 'MBR_CLUSTER_NOT_FOUND', found: second },
    ],
    [
      'otherwise than it is known',
      [drawnUp()],
      drawUp({ kind: 'partnership' }),
      { type: 'MBR_AGREEMENT_EXISTS', found: 'reciprocity' },
    ],
    ['for no day', [], drawUp({ until: '2018-01-01' }), { type: 'MBR_DATE_BEFORE_START', found: '2018-01-01' }],
    [
      'that nobody has drawn up: signed',
      [],
      sign(first, SIGNED),
      { type: 'MBR_AGREEMENT_NOT_FOUND', found: agreementId },
    ],
    [
      'signed by who is no party',
      [drawnUp()],
      sign(digitalLeague, SIGNED),
      { type: 'MBR_NOT_A_PARTY', found: digitalLeague },
    ],
    [
      'left by who has not signed it',
      [drawnUp()],
      leave(second, '2019-01-01'),
      { type: 'MBR_FACT_CONTRADICTED', required: 'the party is not bound that day' },
    ],
    [
      'signed by who is bound',
      [drawnUp(), signed(first, SIGNED)],
      sign(first, '2018-03-01'),
      { type: 'MBR_FACT_CONTRADICTED', required: `the party has signed it on ${SIGNED}` },
    ],
  ])('is refused %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it.each<[string, readonly AgreementFact[]]>([
    ['signed and never drawn up', [signed(first, SIGNED)]],
    ['drawn up twice', [drawnUp(), drawnUp()]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => {
      requireSettled(fold(agreement, history));
    }).toThrow('cannot follow');
  });
});

describe('an agreement on a day', () => {
  const nobody = { passingsOf: () => [], dissolvedOn: () => '9999-12-31' };
  const both = [drawnUp(), signed(first, SIGNED), signed(second, '2018-03-01')];
  const on = (
    day: string,
    facts: readonly AgreementFact[],
    surroundings: Parameters<typeof agreementOn>[1] = nobody,
  ) => {
    const state = fold(agreement, facts);
    const known = state.terms ?? { ...terms, ...period };
    const onDay = agreementOn({ signatures: state.signatures, terms: known }, surroundings, day);
    return { ...onDay, terms: known, onDay };
  };
  /** What is open in a cluster to a member of others. */
  const open = (
    day: string,
    facts: readonly AgreementFact[],
    memberOf: readonly string[],
    surroundings: Parameters<typeof agreementOn>[1] = nobody,
  ) =>
    servicesOpenIn(second, memberOf, [on(day, facts, surroundings)]).map(({ service, modality, through }) => [
      service,
      modality,
      through,
    ]);

  it.each<[string, string, readonly AgreementFact[], Parameters<typeof agreementOn>[1]?]>([
    ['to-come', '2017-12-31', both],
    ['unsigned', '2018-02-28', both],
    ['in-force', '2018-03-01', both],
    ['in-force', '2020-12-31', both],
    ['over', '2021-01-01', both],
    ['in-force', '2018-12-31', [...both, left(first, '2019-01-01')]],
    ['over', '2019-01-01', [...both, left(first, '2019-01-01')]],
    ['in-force', '2019-01-01', [...both, signed(third, SIGNED), left(first, '2019-01-01')]],
    ['over', '2019-01-01', both, { ...nobody, dissolvedOn: (id) => (id === first ? '2019-01-01' : '9999-12-31') }],
    ['over', '2019-01-01', both, mergedInto(second, '2019-01-01')],
    ['in-force', '2018-12-31', both, mergedInto(second, '2019-01-01')],
    ['in-force', '2019-01-01', both, mergedInto(digitalLeague, '2019-01-01')],
  ])('is %s on %s', (state, day, facts, surroundings = nobody) => {
    expect(on(day, facts, surroundings).state).toBe(state);
  });

  it('has the successor as a party, with the party of before', () => {
    expect(on('2019-01-01', both, mergedInto(digitalLeague, '2019-01-01')).parties).toEqual([
      { clusterId: digitalLeague, origins: [first] },
      { clusterId: second, origins: [] },
    ]);
  });

  it('opens its services to members of another party, by their modality, and to nobody else', () => {
    expect(open('2018-03-01', both, [first])).toEqual([
      ['Formations', 'same-price', first],
      ['Dîners', 'quota', first],
    ]);
    expect(open('2018-03-01', both, [third])).toEqual([]);
    expect(open('2018-02-28', both, [first])).toEqual([]);
    expect(open('2018-03-01', [drawnUp({ kind: 'partnership' }), ...both.slice(1)], [first])).toEqual([]);
    expect(open('2019-01-01', both, [digitalLeague], mergedInto(digitalLeague, '2019-01-01'))).toHaveLength(2);
  });

  function mergedInto(successorId: string, day: string) {
    const passing = { predecessorId: first, successorId, on: day };
    return { dissolvedOn: () => '9999-12-31', passingsOf: (id: string) => (id === first ? [passing] : []) };
  }
});

factsInAnyOrder(agreement, {
  AgreementDrawnUp: {
    fact: drawnUp({ until: '2199-01-01' }),
    after: [signed(second, '2018-03-01')],
    carries: true,
    command: drawUp({ until: '2199-01-01' }),
    other: { kind: 'partnership', services: [], since: '2017-06-01', until: '2198-01-01' },
    overlap: 'an agreement is drawn up once',
  },
  AgreementSigned: {
    before: [drawnUp()],
    fact: signed(second, '2018-03-01'),
    after: [left(second, '2019-01-01')],
    carries: true,
    command: sign(second, '2018-03-01'),
    other: { on: '2018-02-01' },
    overlap: [{ command: sign(second, '2018-04-01'), day: '2018-04-01' }],
  },
  AgreementLeft: {
    before: [drawnUp(), signed(second, '2018-03-01')],
    fact: left(second, '2019-01-01'),
    after: [signed(second, '2019-06-01')],
    carries: true,
    command: leave(second, '2019-01-01'),
    other: { reason: 'by mistake', on: '2019-02-01' },
    overlap: [{ command: leave(second, '2019-02-01'), day: '2019-02-01' }],
  },
});

it('is about clusters, not companies', () => {
  given(drawnUp()).when(sign(esker, SIGNED)).refused({ type: 'MBR_NOT_A_PARTY', found: esker });
});
