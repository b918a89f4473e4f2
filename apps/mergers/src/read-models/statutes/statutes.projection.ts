import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';
import type { AppliedClause } from '#libs/ballot';

type Adopted = GrappeEvents['governance.StatutesAdopted'];

export interface StatutesView {
  readonly clusterId: string;
  /** In the order of their days. */
  readonly versions: readonly {
    readonly statutesVersion: number;
    readonly inForceFrom: string;
    readonly dissolution: Adopted['clauses']['dissolution'];
  }[];
}

/** The dissolution clause of each body through the versions of its statutes. */
export const statutes = projection<GrappeEvents, StatutesView>({
  name: 'mergers.statutes',
  version: 1,
  columns: {},
  indexes: [],
  on: {
    'governance.StatutesAdopted': {
      keys: (event) => event.data.clusterId,
      evolve: (document, { data: { clusterId, statutesVersion, inForceFrom, clauses } }) => {
        const others = (document?.versions ?? []).filter((each) => each.statutesVersion !== statutesVersion);
        const versions = [...others, { statutesVersion, inForceFrom, dissolution: clauses.dissolution }];
        return { clusterId, versions: versions.sort(byDay) };
      },
    },
  },
});

type Version = StatutesView['versions'][number];

function byDay(a: Version, b: Version): number {
  if (a.inForceFrom !== b.inForceFrom) return a.inForceFrom < b.inForceFrom ? -1 : 1;
  return a.statutesVersion - b.statutesVersion;
}

/** The dissolution clause in force on a day; undefined where none is known. */
export function dissolutionClauseOn(view: StatutesView | undefined, day: string): AppliedClause | undefined {
  const version = view?.versions.findLast(({ inForceFrom }) => inForceFrom <= day);
  if (version === undefined) return undefined;
  return { ...version.dissolution, kind: 'dissolution', statutesVersion: version.statutesVersion };
}
