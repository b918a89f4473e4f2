import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { community } from '../../domain/communities/community.ts';
import type { Held } from '../activity/activity.ts';
import { engagementOn, firstDayOfEngagement } from './engagement.ts';

const [clusterId, communityId, member] = [countedUuid(1, 0xf1), countedUuid(2, 0xf1), countedUuid(3, 0xf1)];
const DAY = '2020-02-01';
const held = (on: string, more: Partial<Held> = {}): Held => ({
  ...{ id: countedUuid(4, 0xf1), kind: 'conference', title: 'x', on, hosts: [], participants: 1 },
  organisationIds: [member],
  ...more,
});
const group = (since: string, until?: string) => ({
  communityId,
  ...fold(community, [
    { type: 'CommunityOpened', communityId, kind: 'working-group', name: 'x', clusterId, since: '2010-01-01' },
    { type: 'CommunityJoined', communityId, organisationId: member, since },
    ...(until === undefined
      ? []
      : [{ type: 'CommunityLeft', communityId, organisationId: member, on: until } as const]),
  ]),
});
const of = (presences: readonly Held[], circles: readonly ReturnType<typeof group>[] = [], since = '2010-01-01') =>
  engagementOn(clusterId, DAY, [{ organisationId: member, since }], { held: presences, communities: circles });

describe('the engagement of a member', () => {
  it('is of the twelve months up to the day', () => {
    expect(firstDayOfEngagement(DAY)).toBe('2019-02-02');
    expect(firstDayOfEngagement('2016-02-29')).toBe('2015-03-01');
  });

  it.each<[string, ReturnType<typeof of>, object]>([
    ['at risk where it came to nothing', of([]), { state: 'at-risk', gatherings: 0, communityIds: [] }],
    [
      'at risk, with the day on which it came last',
      of([held('2019-02-01')]),
      { state: 'at-risk', lastOn: '2019-02-01' },
    ],
    [
      'engaged by a gathering on the first day that counts',
      of([held('2019-02-02')]),
      { state: 'engaged', gatherings: 1 },
    ],
    ['engaged by one on the day', of([held(DAY)]), { state: 'engaged', lastOn: DAY }],
    ['not engaged by what comes later', of([held('2020-02-02')]), { state: 'at-risk', gatherings: 0 }],
    ['not engaged by where others came', of([held(DAY, { organisationIds: [] })]), { state: 'at-risk' }],
    [
      'engaged by a meeting of a community',
      of([held('2019-06-01', { kind: 'community-meeting' })]),
      { state: 'engaged', gatherings: 0, meetings: 1 },
    ],
    ['engaged by a working group', of([], [group('2015-01-01')]), { state: 'engaged', communityIds: [communityId] }],
    ['engaged by one that it left since', of([], [group('2015-01-01', '2019-06-01')]), { state: 'engaged' }],
    [
      'at risk where it left before',
      of([], [group('2015-01-01', '2019-02-02')]),
      { state: 'at-risk', communityIds: [] },
    ],
    ['not engaged by a group that it joins later', of([], [group('2020-02-02')]), { state: 'at-risk' }],
    ['new where it is no member for so long', of([], [], '2019-02-03'), { state: 'new', memberSince: '2019-02-03' }],
  ])('%s', (_what, { items }, expected) => {
    expect(items).toMatchObject([expected]);
  });

  it('says of how many nobody knows who came', () => {
    expect(
      of([held('2019-06-01', { organisationIds: null }), held('2018-06-01', { organisationIds: null })]),
    ).toMatchObject({
      ...{ members: 1, atRisk: 1, unlisted: 1 },
    });
  });
});
