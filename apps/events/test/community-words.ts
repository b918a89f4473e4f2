import { countedUuid } from '#libs/kernel/testing';
import type { CommunityCommand, CommunityFact } from '../src/domain/communities/community.ts';

export const communityId = countedUuid(1, 0xc1);
export const telecomValley = countedUuid(2, 0xc1);
const company = (number: number) => countedUuid(number, 0xc2);
export const [amadeus, eurecom, newcomer] = [company(1), company(2), company(3)];
export const claire = { personId: countedUuid(1, 0xc3), name: 'Claire Martin' };
export const denis = { personId: countedUuid(2, 0xc3), name: 'Denis Roux' };

type OpenedFact = Extract<CommunityFact, { readonly type: 'CommunityOpened' }>;
const opening = {
  communityId,
  kind: 'community',
  name: 'Sécurité et cloud',
  clusterId: telecomValley,
} as const;

export const open = (since: string, more: object = {}): CommunityCommand => ({
  ...{ type: 'OpenCommunity', ...opening, since },
  ...more,
});
export const opened = (since: string, more: object = {}): OpenedFact => ({
  ...{ type: 'CommunityOpened', ...opening, since },
  ...more,
});
export const close = (on: string, more: object = {}): CommunityCommand => ({
  ...{ type: 'CloseCommunity', communityId, on },
  ...more,
});
export const closed = (on: string): CommunityFact => ({ type: 'CommunityClosed', communityId, on });
export const reopen = (since: string): CommunityCommand => ({ type: 'ReopenCommunity', communityId, since });
export const reopened = (since: string): CommunityFact => ({ type: 'CommunityReopened', communityId, since });
export const rename = (name: string, since: string): CommunityCommand => ({
  ...{ type: 'RenameCommunity', communityId, name, since },
});
export const renamed = (name: string, since: string): CommunityFact => ({
  ...{ type: 'CommunityRenamed', communityId, name, since },
});
export const join = (organisationId: string, since: string, more: object = {}): CommunityCommand => ({
  ...{ type: 'JoinCommunity', communityId, organisationId, since },
  ...more,
});
export const joined = (organisationId: string, since: string, more: object = {}): CommunityFact => ({
  ...{ type: 'CommunityJoined', communityId, organisationId, since },
  ...more,
});
export const leave = (organisationId: string, on: string, more: object = {}): CommunityCommand => ({
  ...{ type: 'LeaveCommunity', communityId, organisationId, on },
  ...more,
});
export const left = (organisationId: string, on: string, more: object = {}): CommunityFact => ({
  ...{ type: 'CommunityLeft', communityId, organisationId, on },
  ...more,
});
export const nameContact = (contact: typeof claire, since: string): CommunityCommand => ({
  ...{ type: 'NameCommunityContact', communityId, organisationId: amadeus, contact, since },
});
export const contactNamed = (contact: typeof claire, since: string): CommunityFact => ({
  ...{ type: 'CommunityContactNamed', communityId, organisationId: amadeus, contact, since },
});
const attended = { organisationIds: [amadeus, eurecom], persons: 5 };
export const meet = (on: string, more: object = {}): CommunityCommand => ({
  ...{ type: 'RecordCommunityMeeting', communityId, ...attended, on },
  ...more,
});
export const met = (on: string, more: object = {}): CommunityFact => ({
  ...{ type: 'CommunityMet', communityId, ...attended, on },
  ...more,
});
export const publish = (title: string, on: string, more: object = {}): CommunityCommand => ({
  ...{ type: 'RecordCommunityOutput', communityId, title, on },
  ...more,
});
export const published = (title: string, on: string, more: object = {}): CommunityFact => ({
  ...{ type: 'CommunityOutputRecorded', communityId, title, on },
  ...more,
});
