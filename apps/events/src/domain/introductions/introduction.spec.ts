import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { countedUuid, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { introduction, type IntroductionCommand, type IntroductionFact } from './introduction.ts';

const { given } = specification(introduction);
const id = (number: number) => countedUuid(number, 0xd5);
const said = { introductionId: id(1), clusterId: id(2), organisationIds: [id(3), id(4)], purpose: 'Financement' };
const make = (on: string, more: object = {}): IntroductionCommand => ({
  ...{ type: 'MakeIntroduction', ...said, on },
  ...more,
});
const made = (on: string): IntroductionFact => ({ type: 'IntroductionMade', ...said, on });

describe('an introduction', () => {
  it('is made on a day', () => given().when(make('2016-02-01')).then(made('2016-02-01')));
  it('made twice in the same words is one', () => given(made('2016-02-01')).when(make('2016-02-01')).then());
  it('is no other one under its id', () =>
    given(made('2016-02-01'))
      .when(make('2016-02-01', { purpose: 'Emploi' }))
      .refused({ type: 'EVT_INTRODUCTION_EXISTS', found: '2016-02-01' }));
  it('is of different organisations', () =>
    given()
      .when(make('2016-02-01', { organisationIds: [id(3), id(4), id(3)] }))
      .refused({ type: 'EVT_INTRODUCED_TWICE', found: id(3) }));
  it('made twice is an altered history', () => {
    expect(() => {
      requireSettled(fold(introduction, [made('2016-02-01'), made('2016-02-02')]));
    }).toThrow('cannot follow');
  });
});

factsInAnyOrder(introduction, {
  IntroductionMade: {
    fact: made('2016-02-01'),
    after: 'it is one fact',
    command: make('2016-02-01'),
    other: { organisationIds: [id(3), id(5)], purpose: 'Emploi', on: '2016-02-02' },
    overlap: 'each has an id of its own',
  },
});
