import { catalog, type GrappeEvents } from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import { clauseOf, statutesInForceOn, type AppliedClause } from '#libs/ballot';

export interface StatutesView {
  readonly clusterId: string;
  readonly versions: readonly {
    readonly statutesVersion: number;
    readonly inForceFrom: string;
    readonly dissolution: AppliedClause;
  }[];
}

/** The dissolution clause of each assembly through the versions of its statutes: by law it is the one of a merger, whatever else they say of it. */
export const statutes = projection<GrappeEvents, StatutesView>({
  name: 'mergers.statutes',
  version: 6,
  order: catalog.order,
  columns: {},
  indexes: [],
  key: 'clusterId',
  on: {
    'governance.StatutesAdopted': upserts((known, { data }) => {
      const { clusterId, statutesVersion, inForceFrom } = data;
      const version = { statutesVersion, inForceFrom, dissolution: clauseOf(data, 'dissolution', 'assembly') };
      return { clusterId, versions: [...(known?.versions ?? []), version] };
    }),
  },
});

/** The dissolution clause in force on a day; undefined where none is known. */
export function dissolutionClauseOn(view: StatutesView | undefined, day: string): AppliedClause | undefined {
  return view && statutesInForceOn(view.versions, day)?.dissolution;
}
