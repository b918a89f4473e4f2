import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { specification } from '#libs/kernel/testing';
import { numelink, rhoneAlley } from '../../../test/facts.ts';
import {
  id,
  ids,
  apply,
  applied,
  refuse,
  refused,
  admit,
  accept,
  admitted,
  around,
  end,
  ended,
  succession,
  succeeded,
  transferred,
} from '../../../test/membership-words.ts';
import { type MembershipCommand, membership } from './membership.decide.ts';
import { membershipId, type MembershipEvent } from './membership.ts';
import { cluster, type ClusterFact } from '../cluster/cluster.ts';
import { organisation } from '../organisation/organisation.ts';

const { given } = specification(membership);

const founded: ClusterFact = {
  ...{ type: 'ClusterRegistered', clusterId: ids.organisationId, kind: 'cluster', name: 'Aliptic', nameKind: 'final' },
  ...{ seat: 'Limoges', departments: [], since: '2009-01-01' },
};

describe('applying and admitting', () => {
  it('a cluster is admitted that no organisation is', () => {
    const surroundings = { ...around, memberCluster: around.cluster, organisation: organisation.initial };
    given()
      .when({ ...admit('2010-02-01'), in: surroundings })
      .then(admitted('2010-02-01'));
  });

  it.each<[string, readonly MembershipEvent[], MembershipCommand, readonly MembershipEvent[]]>([
    ['an organisation applies', [], apply('2010-01-10'), [applied('2010-01-10')]],
    ['an application made twice is one', [applied('2010-01-10')], apply('2010-01-10'), []],
    [
      'after a refusal it may apply again',
      [applied('2010-01-10'), refused('2010-02-01')],
      apply('2010-03-01'),
      [applied('2010-03-01')],
    ],
    [
      'after leaving it may apply again',
      [admitted('2010-01-01'), ended('2012-01-01')],
      apply('2013-01-01'),
      [applied('2013-01-01')],
    ],
    ['an application is refused', [applied('2010-01-10')], refuse('2010-02-01'), [refused('2010-02-01')]],
    ['a refusal repeated is nothing new', [applied('2010-01-10'), refused('2010-02-01')], refuse('2010-02-01'), []],
    [
      'an application is accepted, with the college asked for',
      [applied('2010-01-10')],
      accept('2010-02-01'),
      [admitted('2010-02-01', { college: 'companies' })],
    ],
    [
      'an acceptance may name another college',
      [applied('2010-01-10')],
      { ...accept('2010-02-01'), college: 'start-ups' },
      [admitted('2010-02-01', { college: 'start-ups' })],
    ],
    [
      'an acceptance repeated is nothing new',
      [applied('2010-01-10'), admitted('2010-02-01')],
      accept('2010-02-01'),
      [],
    ],
    ['a member is admitted without an application', [], admit('2010-02-01'), [admitted('2010-02-01')]],
    [
      'an admission without reference to the application says nothing of its place',
      [applied('2010-01-10')],
      admit('2010-02-01'),
      [admitted('2010-02-01')],
    ],
    ['an admission repeated is nothing new', [admitted('2010-02-01')], admit('2010-02-01'), []],
    [
      'one that was refused may be admitted later',
      [applied('2010-01-10'), refused('2010-02-01')],
      admit('2010-05-01'),
      [admitted('2010-05-01')],
    ],
    [
      'one that left may come back on the day it left',
      [admitted('2010-02-01'), ended('2012-01-01')],
      admit('2012-01-01'),
      [admitted('2012-01-01')],
    ],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it('an admission without reference to the application uses it', () => {
    const state = given(applied('2010-01-10')).when(admit('2010-02-01')).state();
    expect(state).toMatchObject({ status: 'active', college: 'companies', application: { state: 'admitted' } });
  });

  it.each<[string, MembershipCommand, object]>([
    [
      'in an unknown cluster',
      { ...admit('2010-02-01'), in: { ...around, cluster: { status: 'absent' } } },
      { type: 'MBR_CLUSTER_NOT_FOUND' },
    ],
    ['before the cluster is founded', apply('2006-06-28'), { type: 'MBR_DATE_BEFORE_START', required: '2006-06-29' }],
    [
      'in an antenna that is unknown',
      { ...admit('2010-02-01'), antennaId: rhoneAlley, in: { ...around, antenna: { status: 'absent' } } },
      { type: 'MBR_ANTENNA_NOT_FOUND', found: rhoneAlley },
    ],
    [
      'of nobody who is known',
      { ...admit('2010-02-01'), in: { ...around, organisation: { status: 'absent' } } },
      { type: 'MBR_ORGANISATION_NOT_FOUND', found: ids.organisationId },
    ],
    [
      'of a cluster in itself',
      {
        ...admit('2010-02-01'),
        clusterId: numelink,
        organisationId: numelink,
        membershipId: membershipId(numelink, numelink),
      },
      { type: 'MBR_OWN_MEMBER', found: numelink },
    ],
    [
      'of a cluster that is founded later',
      { ...admit('2006-06-29'), in: { ...around, memberCluster: fold(cluster, [founded]) } },
      { type: 'MBR_DATE_BEFORE_START', found: '2006-06-29', required: '2009-01-01' },
    ],
    [
      'in an unknown cluster, of nobody who is known',
      { ...admit('2010-02-01'), in: { ...around, cluster: { status: 'absent' }, organisation: { status: 'absent' } } },
      { type: 'MBR_CLUSTER_NOT_FOUND' },
    ],
  ])('no membership begins %s', (_what, command, rejection) => given().when(command).refused(rejection));

  it.each<[string, readonly MembershipEvent[]]>([
    ['admitted twice', [admitted('2010-02-01'), admitted('2011-02-01')]],
    ['refused without an application', [refused('2010-02-01')]],
    ['applied for by a member', [admitted('2010-02-01'), applied('2011-01-01')]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => {
      requireSettled(fold(membership, history));
    }).toThrow('cannot follow');
  });

  it.each<[string, readonly MembershipEvent[], MembershipCommand, object]>([
    [
      'applying while an application is open',
      [applied('2010-01-10')],
      apply('2010-01-11'),
      { type: 'MBR_APPLICATION_PENDING', found: '2010-01-10' },
    ],
    [
      'applying as a member',
      [admitted('2010-02-01')],
      apply('2010-03-01'),
      { type: 'MBR_ALREADY_MEMBER', found: '2010-02-01' },
    ],
    [
      'applying where the membership went on elsewhere',
      [admitted('2010-02-01'), succeeded],
      apply('2018-01-01'),
      { type: 'MBR_MEMBERSHIP_SUCCEEDED', found: '2016-03-31', required: succession.successorMembershipId },
    ],
    [
      'applying before the refusal',
      [applied('2010-01-10'), refused('2010-02-01')],
      apply('2010-01-31'),
      { type: 'MBR_APPLICATION_PENDING', found: '2010-01-10' },
    ],
    ['refusing where nobody applied', [], refuse('2010-02-01'), { type: 'MBR_MEMBERSHIP_NOT_FOUND', found: id }],
    [
      'refusing for another cluster',
      [applied('2010-01-10')],
      { ...refuse('2010-02-01'), clusterId: rhoneAlley },
      { type: 'MBR_MEMBERSHIP_ELSEWHERE', found: numelink, required: rhoneAlley },
    ],
    [
      'refusing a member',
      [admitted('2010-02-01')],
      refuse('2010-02-01'),
      { type: 'MBR_ALREADY_MEMBER', found: '2010-02-01' },
    ],
    [
      'refusing again for another reason',
      [applied('2010-01-10'), refused('2010-02-01')],
      { ...refuse('2010-02-01'), reason: 'too late' },
      { type: 'MBR_NO_APPLICATION', found: 'refused', required: 'applied' },
    ],
    [
      'refusing before the application',
      [applied('2010-01-10')],
      refuse('2010-01-09'),
      { type: 'MBR_DATE_BEFORE_START', required: '2010-01-10' },
    ],
    ['accepting where nobody applied', [], accept('2010-02-01'), { type: 'MBR_MEMBERSHIP_NOT_FOUND' }],
    [
      'accepting what was refused',
      [applied('2010-01-10'), refused('2010-02-01')],
      accept('2010-03-01'),
      { type: 'MBR_NO_APPLICATION', found: 'refused' },
    ],
    [
      'accepting one that left',
      [admitted('2010-02-01'), ended('2012-01-01')],
      accept('2012-03-01'),
      { type: 'MBR_NO_APPLICATION', found: 'ended' },
    ],
    [
      'accepting before the application',
      [applied('2010-01-10')],
      accept('2010-01-09'),
      { type: 'MBR_DATE_BEFORE_START', required: '2010-01-10' },
    ],
    [
      'admitting a member from another day',
      [admitted('2010-02-01')],
      admit('2011-02-01'),
      { type: 'MBR_ALREADY_MEMBER', found: '2010-02-01' },
    ],
    [
      'admitting before it left',
      [admitted('2010-02-01'), ended('2012-01-01')],
      admit('2011-12-31'),
      { type: 'MBR_ALREADY_MEMBER', found: '2010-02-01' },
    ],
    [
      'admitting where the membership went on elsewhere',
      [admitted('2010-02-01'), succeeded],
      admit('2018-01-01'),
      { type: 'MBR_MEMBERSHIP_SUCCEEDED' },
    ],
    [
      'accepting where the membership went on elsewhere',
      [admitted('2010-02-01'), succeeded],
      accept('2018-01-01'),
      { type: 'MBR_MEMBERSHIP_SUCCEEDED' },
    ],
  ])('refuses %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );
});

describe('ending a membership', () => {
  it.each(['resignation', 'cessation', 'death'] as const)('by %s', (cause) =>
    given(admitted('2010-02-01'))
      .when({ ...end('2012-01-01'), cause, reason: 'fees unpaid' })
      .then({ ...ids, type: 'MembershipEnded', cause, reason: 'fees unpaid', on: '2012-01-01' }),
  );

  const heard = { grievances: 'Propos publics contre le cluster', heardOn: '2011-12-15' };
  const noticed = { decidedOn: '2011-12-15', notifiedOn: '2011-12-20' };
  it.each<[string, 'exclusion' | 'non-payment', object]>([
    ['an exclusion after grievances and a hearing', 'exclusion', heard],
    ['for unpaid fees, once that was decided and notified', 'non-payment', noticed],
  ])('by %s', (_what, cause, procedure) =>
    given(admitted('2010-02-01'))
      .when({ ...end('2012-01-01'), cause, procedure })
      .then({ ...ids, type: 'MembershipEnded', cause, procedure, on: '2012-01-01' }),
  );

  it.each<[string, object, string]>([
    [
      'an exclusion without grievances',
      { cause: 'exclusion', procedure: { heardOn: '2011-12-15' } },
      'MBR_EXCLUSION_UNHEARD',
    ],
    ['an exclusion without a hearing', { cause: 'exclusion', procedure: { grievances: 'x' } }, 'MBR_EXCLUSION_UNHEARD'],
    [
      'an exclusion before the hearing',
      { cause: 'exclusion', procedure: { ...heard, heardOn: '2012-01-02' } },
      'MBR_EXCLUSION_UNHEARD',
    ],
    ['an exclusion with nothing', { cause: 'exclusion' }, 'MBR_EXCLUSION_UNHEARD'],
    [
      'unpaid fees without a decision',
      { cause: 'non-payment', procedure: { notifiedOn: '2011-12-20' } },
      'MBR_NOT_NOTIFIED',
    ],
    [
      'unpaid fees before the notice',
      { cause: 'non-payment', procedure: { ...noticed, notifiedOn: '2012-01-02' } },
      'MBR_NOT_NOTIFIED',
    ],
    [
      'a notice before its decision',
      { cause: 'non-payment', procedure: { ...noticed, notifiedOn: '2011-12-01' } },
      'MBR_NOT_NOTIFIED',
    ],
    ['a renunciation without a merger', { cause: 'renunciation' }, 'MBR_NOTHING_TO_RENOUNCE'],
  ])('refuses %s', (_what, how, type) =>
    given(admitted('2010-02-01'))
      .when({ ...end('2012-01-01'), ...how })
      .refused({ type } as never),
  );

  it('is not corrected to an exclusion of whoever was not heard', () =>
    given(admitted('2010-02-01'), ended('2012-01-01'))
      .when({ type: 'CorrectFact', of: 'MembershipEnded', fact: '1', changes: { cause: 'exclusion' }, reason: 'x' })
      .refused({ type: 'MBR_EXCLUSION_UNHEARD' } as never));

  it('twice the same way is nothing new', () =>
    given(admitted('2010-02-01'), ended('2012-01-01')).when(end('2012-01-01')).then());
  it('after a merger is a renunciation that a transferred member may always make', () =>
    given(transferred(rhoneAlley))
      .when({ ...end('2015-07-15'), cause: 'renunciation' })
      .then({ ...ids, type: 'MembershipEnded', cause: 'renunciation', on: '2015-07-15' }));

  it.each<[string, readonly MembershipEvent[], MembershipCommand, object]>([
    ['of nobody', [], end('2012-01-01'), { type: 'MBR_MEMBERSHIP_NOT_FOUND', found: id }],
    [
      'by another cluster',
      [admitted('2010-02-01')],
      { ...end('2012-01-01'), clusterId: rhoneAlley },
      { type: 'MBR_MEMBERSHIP_ELSEWHERE', found: numelink },
    ],
    [
      'that went on in a successor',
      [admitted('2010-02-01'), succeeded],
      end('2016-04-01'),
      { type: 'MBR_MEMBERSHIP_SUCCEEDED', required: succession.successorMembershipId },
    ],
    [
      'of an applicant',
      [applied('2010-01-10')],
      end('2012-01-01'),
      { type: 'MBR_NOT_A_MEMBER', found: 'applied', required: 'active' },
    ],
    [
      'that ended on another day',
      [admitted('2010-02-01'), ended('2011-01-01')],
      end('2012-01-01'),
      { type: 'MBR_NOT_A_MEMBER', found: 'ended' },
    ],
    [
      'before it began',
      [admitted('2010-02-01')],
      end('2010-01-31'),
      { type: 'MBR_DATE_BEFORE_START', required: '2010-02-02' },
    ],
    [
      'on the day on which it began',
      [admitted('2010-02-01')],
      end('2010-02-01'),
      { type: 'MBR_DATE_BEFORE_START', required: '2010-02-02' },
    ],
  ])('%s is refused', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );
});
