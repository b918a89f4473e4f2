import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import {
  amadeus,
  claire,
  closed,
  contactNamed,
  denis,
  eurecom,
  joined,
  left,
  opened,
  renamed,
  reopened,
} from '../../../test/community-words.ts';
import { community, noCommunity } from './community.ts';
import { communityNameOn, contactOn, membersOn, stateOn } from './community-day.ts';

const state = fold(community, [
  opened('2014-03-15'),
  joined(amadeus, '2014-04-01', { contact: claire }),
  joined(eurecom, '2014-04-01'),
  contactNamed(denis, '2014-10-01'),
  left(eurecom, '2014-12-01'),
  renamed('Cybersécurité', '2014-12-01'),
  closed('2015-01-01'),
  reopened('2016-01-01'),
  joined(eurecom, '2016-02-01'),
]);

describe('a community on a day', () => {
  it.each([
    ['2014-03-14', 'to-come', 'Sécurité et cloud', []],
    ['2014-03-15', 'open', 'Sécurité et cloud', []],
    ['2014-11-30', 'open', 'Sécurité et cloud', [amadeus, eurecom]],
    ['2014-12-01', 'open', 'Cybersécurité', [amadeus]],
    ['2014-12-31', 'open', 'Cybersécurité', [amadeus]],
    ['2015-01-01', 'closed', 'Cybersécurité', []],
    ['2015-12-31', 'closed', 'Cybersécurité', []],
    ['2016-01-01', 'open', 'Cybersécurité', []],
    ['2016-02-01', 'open', 'Cybersécurité', [eurecom]],
  ])('%s: %s', (day, is, name, members) => {
    expect([stateOn(state, day), communityNameOn(state, day)]).toEqual([is, name]);
    expect(membersOn(state, day).map(({ organisationId }) => organisationId)).toEqual(members);
  });

  it.each([
    ['2014-04-01', [claire, undefined]],
    ['2014-10-01', [denis, undefined]],
    ['2016-02-01', [undefined]],
  ])('%s: its members have the contacts of that day', (day, contacts) => {
    expect(membersOn(state, day).map((member) => contactOn(member, day))).toEqual(contacts);
  });

  it('before it was opened is to come', () => {
    expect([stateOn(noCommunity, '2014-01-01'), communityNameOn(noCommunity, '2014-01-01')]).toEqual([
      'to-come',
      undefined,
    ]);
  });
});
