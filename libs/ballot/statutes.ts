import type { GrappeEvents } from '#libs/contracts';
import { lastBegun } from '#libs/kernel';
import type { AppliedClause, Clause, ClauseKind, DecidingBody } from './clause.ts';

type Adopted = GrappeEvents['governance.StatutesAdopted'];

/** A version of the statutes with its clauses. */
export type StatutesVersion = Omit<Adopted, 'clusterId'>;

/** The version in force on a day, in whatever order they were recorded: of two from the same day, the higher. */
export function statutesInForceOn<Version extends Pick<StatutesVersion, 'statutesVersion' | 'inForceFrom'>>(
  versions: readonly Version[],
  day: string,
): Version | undefined {
  const rising = versions.toSorted((a, b) => a.statutesVersion - b.statutesVersion);
  return lastBegun(rising, day, ({ inForceFrom }) => inForceFrom);
}

/** What a version says of kinds of decision. */
export type Clauses = Pick<StatutesVersion, 'clauses' | 'specialClauses' | 'statutesVersion'>;

/**
 * The clause that a vote on such a decision is judged under at a body of that kind, as events carry it. The first of these that the statutes
 * have: of the kind of decision at that kind of body; of the kind of decision; for a merger the same two of a dissolution (loi 1901, art. 9 bis); of an
 * ordinary decision at that kind of body; of an ordinary decision.
 */
export function clauseOf(version: Clauses, kind: ClauseKind, bodyKind?: DecidingBody): AppliedClause {
  const kinds: readonly ClauseKind[] = kind === 'merger' ? [kind, 'dissolution', 'ordinary'] : [kind, 'ordinary'];
  const { statutesVersion } = version;
  for (const each of kinds) {
    const own = version.specialClauses?.find(
      (special) => special.kind === each && special.bodyKind !== undefined && special.bodyKind === bodyKind,
    );
    if (own !== undefined) return { ...own.clause, kind: each, statutesVersion, bodyKind: own.bodyKind };
    const general = generalClause(version, each);
    if (general !== undefined) return { ...general, kind: each, statutesVersion };
  }
  return { ...version.clauses.ordinary, kind: 'ordinary', statutesVersion };
}

/** The clause of a kind of decision at bodies of every kind: a special one goes before one of the three. */
function generalClause({ clauses, specialClauses = [] }: Clauses, kind: ClauseKind): Clause | undefined {
  const special = specialClauses.find((each) => each.kind === kind && each.bodyKind === undefined);
  if (special !== undefined) return special.clause;
  return kind === 'ordinary' || kind === 'amendment' || kind === 'dissolution' ? clauses[kind] : undefined;
}

/** The kinds of body that take such a decision; undefined where the statutes name none. */
export function decidingBodies(
  { decidedBy = [] }: Pick<StatutesVersion, 'decidedBy'>,
  kind: ClauseKind,
): readonly DecidingBody[] | undefined {
  return decidedBy.find((each) => each.kind === kind)?.bodyKinds;
}

/** How many days before a meeting its members are called for a decision under a clause. Default: 0. */
export function convocationDaysOf(
  { convocationDays = 0 }: Pick<StatutesVersion, 'convocationDays'>,
  clause: Pick<Clause, 'convocationDays'>,
): number {
  return clause.convocationDays ?? convocationDays;
}
