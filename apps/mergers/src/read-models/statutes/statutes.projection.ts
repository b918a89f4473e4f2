import { catalog, type GrappeEvents } from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import { clauseOf, statutesInForceOn, type AppliedClause, type StatutesVersion } from '#libs/ballot';

export interface StatutesView {
  readonly clusterId: string;
  readonly versions: readonly StatutesVersion<'dissolution'>[];
}

/** The dissolution clause of each body through the versions of its statutes. */
export const statutes = projection<GrappeEvents, StatutesView>({
  name: 'mergers.statutes',
  version: 5,
  order: catalog.order,
  columns: {},
  indexes: [],
  key: 'clusterId',
  on: {
    'governance.StatutesAdopted': upserts((known, { data: { clusterId, statutesVersion, inForceFrom, clauses } }) => {
      const version = { statutesVersion, inForceFrom, clauses: { dissolution: clauses.dissolution } };
      return { clusterId, versions: [...(known?.versions ?? []), version] };
    }),
  },
});

/** The dissolution clause in force on a day; undefined where none is known. */
export function dissolutionClauseOn(view: StatutesView | undefined, day: string): AppliedClause | undefined {
  const version = view && statutesInForceOn(view.versions, day);
  return version && clauseOf(version, 'dissolution');
}
