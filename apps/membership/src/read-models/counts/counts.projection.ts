import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';

/** What one day brought: how many became members and how many ceased to be. */
export interface DayCount {
  readonly day: string;
  readonly joins: number;
  readonly leaves: number;
}

export interface CountDocument {
  readonly clusterId: string;
  /** Joins less leaves of all days. */
  readonly members: number;
  /** In the order of days. */
  readonly days: readonly DayCount[];
}

type Change = 'joins' | 'leaves';

function counted(document: CountDocument | undefined, clusterId: string, day: string, change: Change): CountDocument {
  const days = document?.days ?? [];
  const index = days.findLastIndex((known) => known.day <= day);
  const same = days[index]?.day === day ? days[index] : undefined;
  const before = days.slice(0, same === undefined ? index + 1 : index);
  const entry = same ?? { day, joins: 0, leaves: 0 };
  return {
    clusterId,
    members: (document?.members ?? 0) + (change === 'joins' ? 1 : -1),
    days: [...before, { ...entry, [change]: entry[change] + 1 }, ...days.slice(index + 1)],
  };
}

/** Joins and leaves of each cluster by day. Key: clusterId. */
export const counts = projection<GrappeEvents, CountDocument>({
  name: 'membership.counts',
  version: 1,
  columns: {},
  indexes: [],
  on: {
    'membership.MemberAdmitted': {
      keys: ({ data }) => data.clusterId,
      evolve: (document, { data }) => counted(document, data.clusterId, data.since, 'joins'),
    },
    'membership.MemberTransferred': {
      keys: ({ data }) => data.clusterId,
      evolve: (document, { data }) => counted(document, data.clusterId, data.since, 'joins'),
    },
    'membership.MembershipEnded': {
      keys: ({ data }) => data.clusterId,
      evolve: (document, { data }) => counted(document, data.clusterId, data.on, 'leaves'),
    },
    'membership.MembershipSucceeded': {
      keys: ({ data }) => data.clusterId,
      evolve: (document, { data }) => counted(document, data.clusterId, data.on, 'leaves'),
    },
  },
});
