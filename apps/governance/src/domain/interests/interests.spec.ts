import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countedUuid, deciderIsIdempotent, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { concernedBy, interestsIn, type InterestDeclared, type RegulatedAgreementReported } from './concerned.ts';
import { interests, type DecideRegulatedAgreement, type InterestCommand } from './interests.ts';

const [clusterId, interestId, agreementId, resolutionId] = [1, 2, 3, 4].map((number) => countedUuid(number));
const [absorbed, absorbing, other] = [countedUuid(11), countedUuid(12), countedUuid(13)];
const anna = { personId: countedUuid(21), name: 'Anna' };
const bruno = { personId: countedUuid(22), name: 'Bruno' };
const ids = { clusterId: String(clusterId), interestId: String(interestId) };
const declare: InterestCommand = {
  ...{ type: 'DeclareInterest', ...ids, person: anna, organisation: { organisationId: absorbed } },
  ...{ nature: 'director', detail: 'Gérante', since: '2014-09-01', declaredOn: '2015-01-05' },
};
const declared: InterestDeclared = { ...declare, type: 'InterestDeclared' };
const end: InterestCommand = { type: 'EndInterest', ...ids, on: '2016-09-01' };
const ended = { ...end, type: 'InterestEnded' as const };
const about = { clusterId: String(clusterId), agreementId: String(agreementId) };
const report: InterestCommand = {
  ...{ type: 'ReportRegulatedAgreement', ...about, party: { organisationId: absorbed }, concerned: [bruno] },
  ...{ subject: 'Bureaux', amountCents: 1_200_000, on: '2015-10-05' },
};
const reported: RegulatedAgreementReported = { ...report, type: 'RegulatedAgreementReported' };
const companies = { headOn: (id: string, day: string) => (id === absorbed && day >= '2016-01-01' ? absorbing : id) };
const directors = [anna.personId, bruno.personId];
const adopted = { clusterId: about.clusterId, outcome: 'adopted', on: '2016-03-31' };
const decide: DecideRegulatedAgreement = {
  ...{ type: 'DecideRegulatedAgreement', ...about, resolutionId: String(resolutionId), abstainedIds: directors },
  ...{ resolution: adopted, companies, directors },
};
const decided = {
  ...{ type: 'RegulatedAgreementDecided' as const, ...about, resolutionId: String(resolutionId) },
  ...{ abstainedIds: directors, on: '2016-03-31' },
};
const { given } = specification(interests);

describe('the register of interests', () => {
  it('takes an interest with its end, and an agreement with the vote on it', () => {
    given().when(declare).then(declared);
    given(declared).when(end).then(ended);
    given().when(report).then(reported);
    given(declared, reported).when(decide).then(decided);
  });
  it('stated again is already so, whatever the name of the person is by now', () => {
    const erased = { ...anna, name: '[erased]' };
    given({ ...declared, person: erased })
      .when(declare)
      .then();
    given({ ...reported, concerned: [{ ...bruno, name: '[erased]' }] })
      .when(report)
      .then();
    given(declared, ended).when(end).then();
    given(reported, decided).when(decide).then();
  });
  it('asks nobody to abstain who had left the board by the day of the agreement', () => {
    given(declared, reported)
      .when({ ...decide, abstainedIds: [bruno.personId], directors: [bruno.personId] })
      .then({ ...decided, abstainedIds: [bruno.personId] });
  });
});

describe('refusals of the register of interests, in their precedence', () => {
  it.each([
    ['GOV_INTEREST_EXISTS', [declared], { ...declare, nature: 'partner' }],
    ['GOV_INTEREST_NOT_FOUND', [], end],
    ['GOV_INTEREST_ENDED', [declared, ended], { ...end, on: '2016-10-01' }],
    ['GOV_INTEREST_ENDED_BEFORE', [declared], { ...end, on: '2014-08-31' }],
    ['GOV_REGULATED_AGREEMENT_EXISTS', [reported], { ...report, concerned: [] }],
    ['GOV_REGULATED_AGREEMENT_NOT_FOUND', [], decide],
    ['GOV_RESOLUTION_NOT_FOUND', [reported], { ...decide, resolution: undefined }],
    ['GOV_REGULATED_AGREEMENT_DECIDED', [reported, decided], { ...decide, abstainedIds: [] }],
    ['GOV_RESOLUTION_OF_ANOTHER_CLUSTER', [reported], { ...decide, resolution: { ...adopted, clusterId: other } }],
    ['GOV_RESOLUTION_NOT_DECIDED', [reported], { ...decide, resolution: { ...adopted, outcome: 'inquorate' } }],
    ['GOV_RESOLUTION_NOT_DECIDED', [reported], { ...decide, resolution: { ...adopted, outcome: 'tabled' } }],
    ['GOV_REGULATED_AGREEMENT_DECIDED_BEFORE', [reported], { ...decide, resolution: { ...adopted, on: '2015-10-04' } }],
    ['GOV_CONCERNED_TOOK_PART', [reported], { ...decide, abstainedIds: [] }],
    ['GOV_CONCERNED_TOOK_PART', [declared, reported], { ...decide, abstainedIds: [bruno.personId] }],
  ] as const)('%s', (type, history, command) => {
    given(...history)
      .when(command)
      .refused({ type });
  });
});

describe('whom an agreement concerns', () => {
  const agreement = (party: RegulatedAgreementReported['party'], on: string) => ({ party, concerned: [], on });
  const found = (party: RegulatedAgreementReported['party'], on: string, until?: string) =>
    interestsIn(agreement(party, on), [{ ...declared, until }], companies).length;

  it.each([
    ['the organisation', { organisationId: absorbed }, '2015-06-01', undefined, 1],
    ['the day before the interest', { organisationId: absorbed }, '2014-08-31', undefined, 0],
    ['the day after it', { organisationId: absorbed }, '2015-06-01', '2015-06-01', 0],
    ['another organisation', { organisationId: other }, '2015-06-01', undefined, 0],
    ['one that has not absorbed it yet', { organisationId: absorbing }, '2015-12-31', undefined, 0],
    ['one that has absorbed it', { organisationId: absorbing }, '2016-01-01', undefined, 1],
    ['a name, where the interest has an id', { name: 'Alto' }, '2015-06-01', undefined, 0],
  ])('%s', (_what, party, on, until, count) => {
    expect(found(party, on, until)).toBe(count);
  });

  it('knows an organisation outside the register by its name, without case and accents', () => {
    const named = { ...declared, organisation: { name: 'Société ALTO' } };
    expect(interestsIn(agreement({ name: 'Societe Alto' }, '2015-06-01'), [named], companies)).toEqual([named]);
    expect(interestsIn(agreement({ name: 'Alto' }, '2015-06-01'), [named], companies)).toEqual([]);
  });

  it('names the other party itself where it is a person', () => {
    const direct = { ...agreement({ person: anna }, '2015-06-01'), concerned: [bruno] };
    expect(concernedBy(direct, [declared], { companies, directors })).toEqual({
      ...{ named: [anna.personId, bruno.personId], interested: [] },
    });
  });
});

describe('the history of a register of interests', () => {
  const anyCommand = fc.oneof(
    fc.constantFrom('director', 'partner').map((nature) => ({ ...declare, nature })),
    fc.constantFrom('2016-09-01', '2014-01-01').map((on) => ({ ...end, on })),
    fc.constantFrom([], [bruno]).map((concerned) => ({ ...report, concerned })),
    fc.subarray(directors).map((abstainedIds): InterestCommand => ({ ...decide, abstainedIds })),
  );
  deciderIsIdempotent('interests', interests, fc.array(anyCommand, { maxLength: 8 }));
});

factsInAnyOrder(interests, {
  InterestDeclared: {
    fact: declared,
    after: [ended],
    carries: true,
    command: declare,
    other: {
      ...{ person: bruno, organisation: { name: 'Alto' }, nature: 'partner', detail: 'Associée' },
      ...{ since: '2014-10-01', declaredOn: '2015-01-06' },
    },
    overlap: 'interests lie beside each other, in the same organisation too',
  },
  InterestEnded: {
    before: [declared],
    fact: ended,
    after: [{ ...declared, interestId: other, since: '2017-01-01' }],
    command: end,
    other: { on: '2016-08-01' },
    overlap: [{ command: { ...end, on: '2016-08-01' }, day: '2016-09-01' }],
  },
  RegulatedAgreementReported: {
    fact: reported,
    after: [decided],
    carries: true,
    command: report,
    other: {
      ...{ party: { organisationId: other }, concerned: [anna], subject: 'Conseil', amountCents: 1 },
      on: '2015-11-01',
    },
    overlap: 'agreements lie beside each other',
  },
  RegulatedAgreementDecided: {
    before: [reported],
    fact: decided,
    after: [{ ...declared, interestId: other, since: '2017-01-01' }],
    other: { abstainedIds: [bruno.personId] },
    command: decide,
    overlap: [{ command: { ...decide, resolutionId: other }, day: '2016-03-31' }],
  },
});
