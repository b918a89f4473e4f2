import { catalog, type GrappeEvents } from '#libs/contracts';
import { FactCannotFollow } from '#libs/kernel';
import { projection, upserts } from '#libs/projections';
import { keeperOn } from '../../domain/communities/community-day.ts';
import {
  evolveCommunity,
  noCommunity,
  type Community,
  type CommunityFact,
} from '../../domain/communities/community.ts';

/** A community as it is stored. */
export interface CommunityDocument extends Community {
  readonly communityId: string;
  /** Which cluster keeps it after all its facts; absent where its opening was taken back. */
  readonly clusterId?: string | undefined;
}

type Names = CommunityFact['type'];

/** What an event of the domain makes of the document: what it makes of the community. */
function follows<Name extends Names>(type: Name) {
  return upserts<GrappeEvents[`events.${Name}`], CommunityDocument>((document, { data }) => {
    const { communityId } = data;
    const { clusterId: _before, ...known } = document ?? { communityId, ...noCommunity };
    const next = after(known, { type, ...data } as CommunityFact);
    const clusterId = keeperOn(next);
    return { communityId, ...next, ...(clusterId === undefined ? {} : { clusterId }) };
  });
}

/** A closing of the past comes with its reopening in two events; between the two what happened afterwards has no place, and the document is what it was. */
function after(before: Community, fact: CommunityFact): Community {
  try {
    return evolveCommunity(before, fact);
  } catch (reason) {
    if (reason instanceof FactCannotFollow) return before;
    throw reason;
  }
}

/** Every community, commission and working group, closed ones too; the key is its id. What it is on a day is computed when it is read. */
export const communities = projection<GrappeEvents, CommunityDocument>({
  name: 'events.communities',
  version: 2,
  order: catalog.order,
  subject: 'events.community',
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    kind: { type: 'text', from: 'opening.kind' },
  },
  indexes: [['cluster_id'], ['kind']],
  key: 'communityId',
  on: {
    'events.CommunityOpened': follows('CommunityOpened'),
    'events.CommunityClosed': follows('CommunityClosed'),
    'events.CommunityReopened': follows('CommunityReopened'),
    'events.CommunityRenamed': follows('CommunityRenamed'),
    'events.CommunityLeft': follows('CommunityLeft'),
    'events.CommunityJoined': follows('CommunityJoined'),
    'events.CommunityContactNamed': follows('CommunityContactNamed'),
    'events.CommunityMet': follows('CommunityMet'),
    'events.CommunityOutputRecorded': follows('CommunityOutputRecorded'),
    'events.CommunityPassed': follows('CommunityPassed'),
  },
});
