import { describe, expect, it } from '@jest/globals';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import { close, closed, collegesAfter, open, opened, policySet, setPolicy } from '../../../test/college-words.ts';
import { numelink } from '../../../test/facts.ts';
import { cluster } from '../cluster/cluster.ts';
import { college, notOpenOn } from './college.ts';

const { given } = specification(college);

describe('a college of a cluster', () => {
  it('is opened, closed, and opened again', () => {
    given(opened('2010-01-01')).when(close('2012-01-01')).then(closed('2012-01-01'));
    given(opened('2010-01-01'), closed('2012-01-01')).when(open('2012-01-01')).then(opened('2012-01-01'));
  });

  it('of the past is recorded with its end, whatever was recorded before', () => {
    given(opened('2015-01-01'))
      .when(open('2010-01-01', { closedOn: '2012-01-01' }))
      .then(opened('2010-01-01'), closed('2012-01-01'));
  });

  it('sets whom it admits from a day on', () => {
    given(opened('2010-01-01')).when(setPolicy('2011-01-01')).then(policySet('2011-01-01'));
  });

  it.each([
    ['opened before its cluster', open('2006-01-01'), { type: 'MBR_DATE_BEFORE_START', found: '2006-01-01' }],
    [
      'of no cluster',
      open('2015-01-01', { cluster: cluster.initial }),
      { type: 'MBR_CLUSTER_NOT_FOUND', found: numelink },
    ],
    [
      'of the past that ends before it begins',
      open('2015-01-01', { closedOn: '2015-01-01' }),
      { type: 'MBR_DATE_BEFORE_START', found: '2015-01-01', required: '2015-01-02' },
    ],
    [
      'that nobody opened, closed',
      close('2015-01-01'),
      { type: 'MBR_COLLEGE_NOT_FOUND', found: 'companies', required: 'a college that was opened' },
    ],
    ['that nobody opened, with a policy', setPolicy('2015-01-01'), { type: 'MBR_COLLEGE_NOT_FOUND' }],
  ])('is refused %s', (_what, command, rejection) => {
    given()
      .when(command)
      .refused(rejection as never);
  });

  const once = [opened('2010-01-01'), closed('2012-01-01')];
  it.each([
    [
      'a policy of after its end',
      setPolicy('2012-01-01'),
      { type: 'MBR_COLLEGE_CLOSED', found: 'closed from 2012-01-01 on' },
    ],
    [
      'a policy of before its beginning',
      setPolicy('2009-01-01'),
      { type: 'MBR_COLLEGE_CLOSED', found: 'not open on 2009-01-01' },
    ],
    [
      'a second end',
      close('2013-01-01'),
      {
        type: 'MBR_FACT_CONTRADICTED',
        found: 'closing of 2013-01-01',
        required: 'no college companies is open on that day',
      },
    ],
    [
      'a second beginning',
      open('2009-01-01'),
      {
        type: 'MBR_FACT_CONTRADICTED',
        found: 'opening of 2010-01-01',
        required: 'the college companies is open from 2009-01-01 on',
      },
    ],
  ])('that was closed has not %s', (_what, command, rejection) => {
    given(...once)
      .when(command)
      .refused(rejection as never);
  });

  it.each([
    ['2009-12-31', 'not open on 2009-12-31'],
    ['2010-01-01', undefined],
    ['2011-12-31', undefined],
    ['2012-01-01', 'closed from 2012-01-01 on'],
    ['2014-12-31', 'closed from 2012-01-01 on'],
    ['2015-01-01', undefined],
  ])('on %s takes somebody in, or is %s', (day, found) => {
    expect(notOpenOn(collegesAfter(...once, opened('2015-01-01')), 'companies', day)?.found).toBe(found);
  });

  it('that never was is taken back with its end and its policies, and nothing else', () => {
    const facts = [...once, policySet('2011-01-01'), opened('2012-01-01'), policySet('2012-01-01')];
    const voided = given(...facts).when({ type: 'VoidFact', of: 'CollegeOpened', fact: '0', reason: 'never was' });
    expect(voided.state()).toMatchObject({
      colleges: [{ periods: [{ since: '2012-01-01' }], policies: [{ since: '2012-01-01' }] }],
    });
  });
});

factsInAnyOrder(college, {
  CollegeClosed: {
    before: [opened('2010-01-01')],
    fact: closed('2012-01-01'),
    after: [opened('2015-01-01')],
    carries: true,
    command: close('2012-01-01'),
    other: { on: '2012-06-30' },
    overlap: [{ command: close('2013-01-01'), day: '2013-01-01' }],
  },
  CollegeOpened: {
    fact: opened('2010-01-01'),
    after: [policySet('2011-01-01'), closed('2012-01-01')],
    carries: true,
    command: open('2010-01-01'),
    other: { since: '2009-01-01' },
    overlap: [{ command: open('2011-01-01'), day: '2010-01-01' }],
  },
  AdmissionPolicySet: {
    before: [opened('2010-01-01')],
    fact: policySet('2011-01-01', {
      kinds: ['company'],
      sizeClasses: ['sme'],
      departments: ['42'],
      sponsors: 1,
      withinDays: 30,
    }),
    after: [policySet('2012-01-01', { decidedBy: 'assembly' })],
    command: setPolicy('2011-01-01', {
      kinds: ['company'],
      sizeClasses: ['sme'],
      departments: ['42'],
      sponsors: 1,
      withinDays: 30,
    }),
    other: {
      kinds: ['school'],
      sizeClasses: ['large'],
      needsIdentifier: true,
      departments: ['69'],
      decidedBy: 'bureau',
      sponsors: 2,
      withinDays: 60,
      since: '2011-06-30',
    },
    overlap: 'the later statement about a day takes the place of the earlier one',
  },
});
