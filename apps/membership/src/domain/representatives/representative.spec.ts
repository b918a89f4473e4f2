import { describe, expect, it } from '@jest/globals';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import { ids } from '../../../test/membership-words.ts';
import {
  armand,
  brune,
  designate,
  designated,
  first,
  leave,
  left,
  second,
} from '../../../test/representative-words.ts';
import { membership } from '../membership/membership.decide.ts';
import { representative } from './representative.ts';

const { given } = specification(representative);
const another = { designationId: second, person: brune };
const asSubstitute = { role: 'substitute', rank: 1 };

describe('who represents a member', () => {
  it('is designated, and ceases to with a cause', () => {
    given().when(designate('2011-01-01')).then(designated('2011-01-01'));
    given(designated('2011-01-01')).when(leave('2012-01-01')).then(left('2012-01-01'));
  });

  it('designated twice in the same words is designated once', () => {
    given(designated('2011-01-01'))
      .when(designate('2011-01-01', { designationId: second }))
      .then();
    given(designated('2011-01-01'), left('2012-01-01')).when(leave('2012-01-01')).then();
  });

  it('of the past is recorded with the end, before the one of today', () => {
    const ended = { on: '2011-06-01', cause: 'resignation' };
    given(designated('2012-01-01'))
      .when(designate('2011-01-01', { ...another, ended }))
      .then(designated('2011-01-01', another), left('2011-06-01', { designationId: second, cause: 'resignation' }));
  });

  it('follows another one on the day on which that one ceases to', () => {
    given(designated('2011-01-01'), left('2012-01-01'))
      .when(designate('2012-01-01', another))
      .then(designated('2012-01-01', another));
  });

  it('moves from substitute to titular when the one before leaves', () => {
    const history = [designated('2011-01-01', asSubstitute), left('2012-01-01', { cause: 'replacement' })];
    given(...history)
      .when(designate('2012-01-01', { designationId: second }))
      .then(designated('2012-01-01', { designationId: second }));
  });

  it.each([
    [
      'two titulars at once',
      designate('2011-06-01', another),
      {
        type: 'MBR_FACT_CONTRADICTED',
        found: 'designation of 2011-06-01',
        required: 'the member has a titular from 2011-01-01 on',
      },
    ],
    [
      'a titular before another one that goes on',
      designate('2010-06-01', another),
      {
        type: 'MBR_FACT_CONTRADICTED',
        found: 'designation of 2011-01-01',
        required: 'the member has a titular from 2010-06-01 on',
      },
    ],
    [
      'one person in two places',
      designate('2011-06-01', { designationId: second, ...asSubstitute }),
      { type: 'MBR_FACT_CONTRADICTED', required: 'this person represents the member from 2011-01-01 on' },
    ],
    [
      'a titular with a rank',
      designate('2011-06-01', { ...another, rank: 1 }),
      { type: 'MBR_REPRESENTATIVE_RANK', found: 'a titular of rank 1' },
    ],
    [
      'a substitute without a rank',
      designate('2011-06-01', { ...another, role: 'substitute' }),
      { type: 'MBR_REPRESENTATIVE_RANK', found: 'a substitute without a rank' },
    ],
    [
      'one before the membership',
      designate('2009-12-31', another),
      { type: 'MBR_NOT_A_MEMBER', required: 'a member on 2009-12-31' },
    ],
    [
      'one of no membership',
      designate('2011-06-01', { ...another, membership: membership.initial }),
      { type: 'MBR_MEMBERSHIP_NOT_FOUND', found: ids.membershipId },
    ],
    [
      'one of the past that ends on its first day',
      designate('2010-06-01', { ...another, ended: { on: '2010-06-01', cause: 'replacement' } }),
      { type: 'MBR_DATE_BEFORE_START', found: '2010-06-01', required: '2010-06-02' },
    ],
    [
      'an end of nobody',
      leave('2012-01-01', { designationId: second }),
      { type: 'MBR_REPRESENTATIVE_NOT_FOUND', found: second },
    ],
    ['an end on the first day', leave('2011-01-01'), { type: 'MBR_DATE_BEFORE_START', required: '2011-01-02' }],
  ])('is refused: %s', (_what, command, rejection) => {
    given(designated('2011-01-01'))
      .when(command)
      .refused(rejection as never);
  });

  it('has substitutes of different ranks beside the titular', () => {
    given(designated('2011-01-01'), designated('2011-01-01', { ...another, ...asSubstitute }))
      .when(
        designate('2011-01-01', {
          designationId: ids.clusterId,
          person: { ...brune, personId: first },
          role: 'substitute',
          rank: 2,
        }),
      )
      .then(
        designated('2011-01-01', {
          designationId: ids.clusterId,
          person: { ...brune, personId: first },
          role: 'substitute',
          rank: 2,
        }),
      );
  });

  it('leaves on the earlier of two days, whichever was recorded first', () => {
    for (const [recorded, later] of [
      ['2013-01-01', '2012-01-01'],
      ['2012-01-01', '2013-01-01'],
    ] as const) {
      const state = given(designated('2011-01-01'), left(recorded)).when(leave(later)).state();
      expect(state).toMatchObject({ designations: [{ person: armand, until: '2012-01-01' }] });
    }
  });
});

factsInAnyOrder(representative, {
  RepresentativeEnded: {
    before: [designated('2011-01-01')],
    fact: left('2012-01-01', { reason: 'moved' }),
    after: [designated('2013-01-01', another)],
    carries: true,
    command: leave('2012-01-01', { reason: 'moved' }),
    other: { cause: 'resignation', reason: 'other', on: '2012-06-01' },
    overlap: 'of two ends the earlier one stands',
  },
  RepresentativeDesignated: {
    fact: designated('2011-01-01', asSubstitute),
    after: [left('2012-01-01')],
    carries: true,
    command: designate('2011-01-01', asSubstitute),
    other: { person: brune, rank: 2, since: '2011-06-01' },
    overlap: [{ command: designate('2010-06-01', { ...another, ...asSubstitute }), day: '2011-01-01' }],
  },
});
