import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { given, type Happened } from '#libs/projections/testing';
import { closed, opened, policySet } from '../../../test/college-words.ts';
import { numelink } from '../../../test/facts.ts';
import type { CollegeFact } from '../../domain/colleges/college.ts';
import { colleges, viewOfColleges } from './colleges.projection.ts';

const happened = ({ type, ...data }: CollegeFact) => ({ type: `membership.${type}`, data }) as Happened<GrappeEvents>;
const facts = [
  opened('2010-01-01'),
  policySet('2010-01-01'),
  policySet('2013-01-01', { decidedBy: 'assembly' }),
  closed('2015-01-01'),
];
const shown = (order: readonly CollegeFact[], day: string) => {
  const document = given(colleges, order.map(happened)).document(numelink);
  return document && viewOfColleges(document, () => '2014-01-01', day).colleges[0];
};

describe('the colleges of a cluster', () => {
  it.each([
    ['2009-12-31', 'to-come', undefined],
    ['2010-01-01', 'open', '2010-01-01'],
    ['2012-12-31', 'open', '2010-01-01'],
    ['2013-01-01', 'open', '2013-01-01'],
    ['2014-01-01', 'closed', undefined],
    ['2015-01-01', 'closed', undefined],
  ])('on %s: %s, under the policy of %s, until the end of the cluster', (day, state, since) => {
    expect(shown(facts, day)).toMatchObject({ state });
    expect(shown(facts, day)?.inForce?.since).toBe(since);
  });

  it('say the same in whatever order their events come', () => {
    for (const turned of [facts.toReversed(), [...facts.slice(2), ...facts.slice(0, 2)]])
      expect(shown(turned, '2013-01-01')).toEqual(shown(facts, '2013-01-01'));
  });

  it('are what they were between the two events of a college of the past', () => {
    expect(shown([opened('2010-01-01'), opened('2009-01-01')], '2010-01-01')).toMatchObject({ state: 'open' });
    const past = [opened('2010-01-01'), opened('2008-01-01'), closed('2009-01-01')];
    expect(shown(past, '2010-01-01')?.periods).toEqual([
      { since: '2008-01-01', until: '2009-01-01' },
      { since: '2010-01-01' },
    ]);
  });
});
