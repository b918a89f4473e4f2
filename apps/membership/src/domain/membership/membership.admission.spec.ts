import { describe, expect, it } from '@jest/globals';
import { specification } from '#libs/kernel/testing';
import { rhoneAlley } from '../../../test/facts.ts';
import { collegesAfter, closed, opened, policySet } from '../../../test/college-words.ts';
import {
  accept,
  admit,
  admitted,
  applied,
  apply,
  around,
  ended,
  from,
  receive,
  refuse,
  refused,
} from '../../../test/membership-words.ts';
import { membership } from './membership.decide.ts';
import type { MembershipEvent } from './membership.ts';

const { given } = specification(membership);

/** Two versions: companies of any size, decided by the board; from 2013 on schools only, decided by the assembly. */
const colleges = collegesAfter(
  opened('2010-01-01'),
  policySet('2010-01-01'),
  policySet('2013-01-01', { kinds: ['school'], decidedBy: 'assembly' }),
);
const inColleges = { in: { ...around, colleges } };
const readmission = (since: string, more: object = {}) => ({ ...accept(since), ...inColleges, ...more });
const decided = (decidedBy: string): object => ({ decidedBy });
const byBoard = (since: string): MembershipEvent => admitted(since, { college: 'companies', ...decided('board') });

describe('an application under a policy of its college', () => {
  it('is judged under the version of the day on which it was made, whatever came between', () => {
    given(applied('2012-12-31')).when(readmission('2013-06-01')).then(byBoard('2013-06-01'));
  });

  it('of the day of the next version is judged under that one, which the refusal names', () => {
    given(applied('2013-01-01')).when(readmission('2013-06-01')).refused({
      type: 'MBR_NOT_ADMISSIBLE',
      found: 'kind company',
      required: 'kind school: the policy of the college companies from 2013-01-01 on',
    });
  });

  it.each([
    ['board', '2012-12-31', undefined],
    ['assembly', '2012-12-31', 'board: the policy of the college companies from 2010-01-01 on'],
    ['board', '2013-01-01', 'assembly: the policy of the college companies from 2013-01-01 on'],
  ])('is refused by the %s where it is of %s, or by another organ', (organ, on, required) => {
    const refusing = given(applied(on)).when({ ...refuse('2013-06-01'), colleges, ...decided(organ) });
    if (required === undefined) refusing.then({ ...refused('2013-06-01'), ...decided(organ) });
    else refusing.refused({ type: 'MBR_ANOTHER_ORGAN_DECIDES', found: organ, required });
  });

  it('that another organ accepts is not accepted', () => {
    given(applied('2012-12-31'))
      .when(readmission('2013-06-01', decided('bureau')))
      .refused({ type: 'MBR_ANOTHER_ORGAN_DECIDES', found: 'bureau' });
  });

  it('may be made by anybody, to a college that there is', () => {
    given()
      .when({ ...apply('2013-06-01'), ...inColleges })
      .then(applied('2013-06-01'));
    const elsewhere = { college: 'start-ups' };
    given()
      .when({ ...apply('2013-06-01'), ...inColleges, ...elsewhere })
      .refused({ type: 'MBR_COLLEGE_NOT_FOUND', found: 'start-ups', required: 'companies' });
  });
});

describe('an admission without an application', () => {
  const asCompany = { college: 'companies' };
  it('is judged under the policy of its own day', () => {
    given()
      .when({ ...admit('2012-12-31'), ...inColleges, ...asCompany })
      .then(byBoard('2012-12-31'));
    given()
      .when({ ...admit('2013-01-01'), ...inColleges, ...asCompany })
      .refused({ type: 'MBR_NOT_ADMISSIBLE' });
  });

  it('to a college that is closed is refused with the day', () => {
    const shut = { in: { ...around, colleges: collegesAfter(opened('2010-01-01'), closed('2012-01-01')) } };
    given()
      .when({ ...admit('2012-01-01'), ...shut, ...asCompany })
      .refused({ type: 'MBR_COLLEGE_CLOSED', found: 'closed from 2012-01-01 on' });
    given()
      .when({ ...admit('2011-12-31'), ...shut, ...asCompany })
      .then(admitted('2011-12-31', asCompany));
  });

  it('names no college, or one of before the cluster had any: as where it has none', () => {
    given()
      .when({ ...admit('2013-01-01'), ...inColleges })
      .then(admitted('2013-01-01'));
    given()
      .when({ ...admit('2009-01-01'), ...inColleges, college: 'any' })
      .then(admitted('2009-01-01', { college: 'any' }));
  });
});

describe('the college of a former member that applied again', () => {
  const before = [admitted('2010-01-01', { college: 'schools' }), ended('2011-01-01'), applied('2012-01-01')];
  const again = admitted('2013-01-01');
  it('is the one that it asked for, once it is admitted', () => {
    expect(
      given(...before)
        .when(admit('2013-01-01'))
        .state(),
    ).toMatchObject({ college: 'companies' });
  });

  it('is the one that it had, where that was refused, whichever was recorded first', () => {
    const inOrder = given(...before, refused('2012-06-01')).when(admit('2013-01-01'));
    const late = given(...before, again).when(refuse('2012-06-01'));
    expect(inOrder.state()).toMatchObject({ college: 'schools', application: { state: 'refused' } });
    expect(late.state()).toMatchObject({ college: 'schools', application: { state: 'refused' } });
  });

  it('follows the application, where that is recorded late', () => {
    const left = before.slice(0, 2);
    expect(
      given(...left, again)
        .when(apply('2012-01-01'))
        .state(),
    ).toMatchObject({ college: 'companies' });
  });
});

describe('the segment of a member', () => {
  const asked = Object.assign(applied('2010-01-10'), { segment: 'éditeurs' });
  it('is the one that it applied with, once it is admitted', () => {
    const decision = given(asked).when(accept('2010-02-01'));
    expect(decision.state()).toMatchObject({ segment: 'éditeurs', application: { segment: 'éditeurs' } });
  });

  it('is the one of the decision, where that says one', () => {
    const decision = given(asked).when({ ...accept('2010-02-01'), segment: 'services' });
    expect(decision.state()).toMatchObject({ segment: 'services', application: { segment: 'éditeurs' } });
  });

  it.each([
    ['is kept by whoever comes over', [], 'éditeurs'],
    ['stays that of a member who was one already', [admitted('2012-01-01', { segment: 'services' })], 'services'],
  ] as const)('%s with a merger', (_what, before, segment) => {
    const received = given(...before).when({ ...receive(from(rhoneAlley)), segment: 'éditeurs' });
    expect(received.state()).toMatchObject({ segment });
  });
});
