import type { GrappeEvents } from '#libs/contracts';
import { lastBegun } from '#libs/kernel';
import type { AppliedClause, Clause } from './ballot.ts';

type Adopted = GrappeEvents['governance.StatutesAdopted'];
export type ClauseKind = keyof Adopted['clauses'];

/** A version of the statutes, with the clauses that its reader keeps. */
export interface StatutesVersion<Kind extends ClauseKind = ClauseKind> {
  readonly statutesVersion: number;
  readonly inForceFrom: string;
  readonly clauses: Readonly<Record<Kind, Clause>>;
}

/** The version in force on a day, in whatever order they were recorded: of two from the same day, the higher. */
export function statutesInForceOn<Version extends Omit<StatutesVersion, 'clauses'>>(
  versions: readonly Version[],
  day: string,
): Version | undefined {
  const rising = versions.toSorted((a, b) => a.statutesVersion - b.statutesVersion);
  return lastBegun(rising, day, ({ inForceFrom }) => inForceFrom);
}

/** The clause that a vote on such a decision is judged under, as events carry it. */
export function clauseOf<Kind extends ClauseKind>(
  { clauses, statutesVersion }: Omit<StatutesVersion<Kind>, 'inForceFrom'>,
  kind: Kind,
): AppliedClause {
  return { ...clauses[kind], kind, statutesVersion };
}
