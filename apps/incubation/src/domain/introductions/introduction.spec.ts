import { describe, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { countedUuid, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { decided, incubator, incubatorId, inside } from '../occupancy/testing/occupancy.fixtures.ts';
import { occupancy } from '../occupancy/occupancy.ts';
import { introduction, type IntroductionCommand, type IntroductionFact } from './introduction.ts';

const introductionId = countedUuid(1, 0x72);
const company = (number: number) => countedUuid(number, 3);
const setting = {
  incubator,
  occupancy: fold(occupancy, [decided(9), ...inside(1, '2011-01-01'), ...inside(2, '2011-01-01')]),
};
const said = { introductionId, incubatorId, organisationId: company(1), funderId: countedUuid(7), purpose: 'Amorçage' };
const introduce = (on: string, more: object = {}): IntroductionCommand => ({
  ...{ type: 'IntroduceFunder', ...said, on, ...setting },
  ...more,
});
const made = (on: string, more: object = {}): IntroductionFact => ({ type: 'FunderIntroduced', ...said, on, ...more });
const result = { introductionId, result: 'funded', amountCents: 15_000_000 } as const;
const record = (on: string, more: object = {}): IntroductionCommand => ({
  ...{ type: 'RecordIntroductionOutcome', ...result, on },
  ...more,
});
const recorded = (on: string, more: object = {}): IntroductionFact => ({
  ...{ type: 'IntroductionOutcomeRecorded', ...result, incubatorId, on },
  ...more,
});
const { given } = specification(introduction);
type Refused = Parameters<ReturnType<ReturnType<typeof given>['when']>['refused']>[0];

describe('an introduction to a funder', () => {
  it('is made on a day, and comes to something', () => {
    given().when(introduce('2016-09-20')).then(made('2016-09-20'));
    given(made('2016-09-20')).when(record('2017-01-31')).then(recorded('2017-01-31'));
  });
  it('said twice is said once, also where its purpose was erased', () => {
    given(made('2016-09-20', { purpose: '[erased]' }))
      .when(introduce('2016-09-20'))
      .then();
    given(made('2016-09-20'), recorded('2017-01-31')).when(record('2017-01-31')).then();
  });
  it.each<[string, readonly IntroductionFact[], IntroductionCommand, Refused]>([
    [
      'of another funder under its id',
      [made('2016-09-20')],
      introduce('2016-09-20', { funderId: company(2) }),
      { type: 'INC_INTRODUCTION_EXISTS' },
    ],
    [
      'of a company to itself',
      [],
      introduce('2016-09-20', { funderId: company(1) }),
      { type: 'INC_FUNDER_IS_COMPANY' },
    ],
    [
      'of a company that was never inside',
      [],
      introduce('2016-09-20', { organisationId: company(3) }),
      { type: 'INC_COMPANY_NOT_ACCOMPANIED' },
    ],
    ['before the opening', [], introduce('2009-12-31'), { type: 'INC_BEFORE_OPENING' }],
    ['that nobody made', [], record('2017-01-31'), { type: 'INC_INTRODUCTION_NOT_FOUND' }],
    [
      'that comes to something before it is made',
      [made('2016-09-20')],
      record('2016-09-19'),
      { type: 'INC_FACT_CONTRADICTED' },
    ],
  ])('is refused %s', (_what, history, command, refusal) =>
    given(...history)
      .when(command)
      .refused(refusal),
  );
});

factsInAnyOrder(introduction, {
  FunderIntroduced: {
    fact: made('2016-09-20'),
    after: [recorded('2017-01-31')],
    carries: true,
    command: introduce('2016-09-20'),
    other: { organisationId: company(2), funderId: countedUuid(8), purpose: 'Prêt', on: '2016-09-21' },
    overlap: 'each has an id of its own',
  },
  IntroductionOutcomeRecorded: {
    before: [made('2016-09-20')],
    fact: recorded('2017-01-31'),
    after: [recorded('2017-06-30', { result: 'declined', amountCents: null })],
    command: record('2017-01-31'),
    other: { result: 'in-talks', amountCents: 1, on: '2017-02-01' },
    overlap: 'it comes to one thing after another',
  },
});
