import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { absorption, digitalLeague, esker, numelink, rhoneAlley } from '../../../test/facts.ts';
import { armand, brune } from '../../../test/representative-words.ts';
import { membershipId } from '../../domain/membership/membership.ts';
import type { Designation } from '../../domain/representatives/representative.ts';
import type { KnownDays } from '../memberships/memberships.projection.ts';
import { representedBy, type KnownMembers } from './represented.ts';

const clara = { personId: countedUuid(3, 6), name: 'Clara Roux' };
const designation = (person: typeof armand, more: object = {}): Designation => ({
  ...{ designationId: person.personId, person, role: 'titular', since: '2011-01-01' },
  ...more,
});
const substitute = (person: typeof armand, rank: number, more: object = {}): Designation =>
  designation(person, { role: 'substitute', rank, ...more });

function memberOf(clusterId: string, more: Partial<KnownDays>): KnownDays {
  const membership = { membershipId: membershipId(clusterId, esker), clusterId, organisationId: esker };
  return { ...membership, status: 'active', periods: [{ since: '2010-01-01' }], origins: [], ...more };
}
const EFFECT = '2017-03-28';
const succeeded = (clusterId: string): KnownDays =>
  memberOf(clusterId, {
    periods: [{ since: '2010-01-01', until: EFFECT, cause: 'succession', endedBy: absorption }],
    succession: {
      ...{ operationId: absorption, on: EFFECT, successorClusterId: digitalLeague },
      successorMembershipId: membershipId(digitalLeague, esker),
    },
  });
const origin = (clusterId: string) => ({
  ...{ clusterId, membershipId: membershipId(clusterId, esker), memberSince: '2010-01-01', operationId: absorption },
});
const successor = memberOf(digitalLeague, {
  periods: [{ since: EFFECT, operationId: absorption }],
  origins: [origin(numelink), origin(rhoneAlley)],
});

/** What is known: of each cluster its membership and those who were designated for it. */
function knowing(...members: readonly (readonly [KnownDays, ...Designation[]])[]): KnownMembers {
  const by = new Map(members.map(([member, ...designations]) => [member.membershipId, { member, designations }]));
  return {
    membership: (id) => Promise.resolve(by.get(id)?.member),
    designations: (id) => Promise.resolve(by.get(id)?.designations ?? []),
  };
}

async function speaksOn(day: string, member: KnownDays, known: KnownMembers): Promise<string | undefined> {
  return (await representedBy(member, known, day)).speaks?.person.name;
}

describe('who speaks for a member', () => {
  const member = memberOf(numelink, {
    periods: [{ since: '2010-01-01', until: '2016-01-01', cause: 'resignation' }, { since: '2018-01-01' }],
  });
  const known = knowing([
    member,
    designation(armand, { until: '2013-01-01', cause: 'change-of-job' }),
    substitute(clara, 2),
    substitute(brune, 1, { since: '2012-01-01', until: '2015-01-01', cause: 'death' }),
  ]);

  it.each([
    ['2010-12-31', undefined],
    ['2011-01-01', armand.name],
    ['2012-12-31', armand.name],
    ['2013-01-01', brune.name],
    ['2014-12-31', brune.name],
    ['2015-01-01', clara.name],
    ['2015-12-31', clara.name],
    ['2016-01-01', undefined],
    ['2018-01-01', undefined],
  ])('on %s: the titular, else the first substitute, while it is a member: %s', async (day, name) => {
    expect(await speaksOn(day, member, known)).toBe(name);
  });

  it('and the others are shown with what ended them', async () => {
    const { representatives } = await representedBy(member, known, '2015-06-01');
    expect(representatives).toMatchObject([
      { person: armand, state: 'ended', until: '2013-01-01', cause: 'change-of-job' },
      { person: clara, state: 'in-office', until: '2016-01-01', cause: 'end-of-membership' },
      { person: brune, state: 'ended', cause: 'death' },
    ]);
  });
});

describe('after a merger', () => {
  const known = knowing(
    [successor],
    [succeeded(numelink), designation(armand), substitute(clara, 1, { until: '2016-01-01', cause: 'replacement' })],
    [succeeded(rhoneAlley), designation(brune, { until: '2018-01-01', cause: 'resignation' })],
  );

  it('the successor has those who came over, from its first day on', async () => {
    const { representatives, speaks } = await representedBy(successor, known, EFFECT);
    expect(representatives).toMatchObject([
      { person: armand, membershipId: membershipId(numelink, esker), since: EFFECT, state: 'in-office' },
      { person: brune, since: EFFECT, until: '2018-01-01', cause: 'resignation' },
    ]);
    expect(speaks?.person).toEqual(armand);
  });

  it('in the predecessor they end with the succession', async () => {
    const { representatives } = await representedBy(succeeded(numelink), known, EFFECT);
    expect(representatives).toMatchObject([
      { person: armand, state: 'ended', until: EFFECT, cause: 'succession' },
      { person: clara, cause: 'replacement' },
    ]);
  });

  it('whoever is designated for the successor speaks before those who came over', async () => {
    const own = knowing(
      [successor, designation(clara, { since: '2018-01-01' })],
      [succeeded(numelink), designation(armand)],
      [succeeded(rhoneAlley)],
    );
    expect(await speaksOn('2017-12-31', successor, own)).toBe(armand.name);
    expect(await speaksOn('2018-01-01', successor, own)).toBe(clara.name);
  });

  it('a member that had left before took nobody along', async () => {
    const gone = memberOf(numelink, { periods: [{ since: '2010-01-01', until: '2015-01-01', cause: 'resignation' }] });
    const stale = knowing([successor], [gone, designation(armand)]);
    expect((await representedBy(successor, stale, EFFECT)).representatives).toEqual([]);
  });
});
