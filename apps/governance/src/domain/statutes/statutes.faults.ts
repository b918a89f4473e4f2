import type { Clause } from '#libs/ballot';
import type { Refusal } from '#libs/kernel';
import type { StatutesAdopted } from './statutes.ts';

/** Why a version of statutes cannot be applied: `clause` is the one at fault. */
export type StatutesFault = Refusal<
  | 'GOV_STATUTES_CLAUSE_TWICE'
  | 'GOV_STATUTES_GROUP_TWICE'
  | 'GOV_STATUTES_MAJORITY_UNATTAINABLE'
  | 'GOV_STATUTES_QUORUM_UNATTAINABLE',
  'clause'
>;

interface NamedClause {
  readonly name: string;
  readonly clause: Clause;
}

/** The first fault, in the order of the codes. */
export function faultOf(version: StatutesAdopted): StatutesFault | undefined {
  const special = (version.specialClauses ?? []).map(({ kind, bodyKind, clause }): NamedClause => {
    return { name: bodyKind === undefined ? kind : `${kind} of ${bodyKind}`, clause };
  });
  const general = Object.entries(version.clauses).map(([name, clause]): NamedClause => ({ name, clause }));
  const all = [...general, ...special];
  const twice = special.find(({ name }, index) => special.findIndex((other) => other.name === name) < index);
  if (twice !== undefined) return { type: 'GOV_STATUTES_CLAUSE_TWICE', clause: twice.name };
  return (
    faultIn(all, 'GOV_STATUTES_GROUP_TWICE', namesGroupTwice) ??
    faultIn(all, 'GOV_STATUTES_MAJORITY_UNATTAINABLE', ({ majority, strict }) => strict && isWhole(majority)) ??
    faultIn(all, 'GOV_STATUTES_QUORUM_UNATTAINABLE', asksForMoreThanAll)
  );
}

function faultIn(
  clauses: readonly NamedClause[],
  type: StatutesFault['type'],
  isAtFault: (clause: Clause) => boolean,
): StatutesFault | undefined {
  const found = clauses.find(({ clause }) => isAtFault(clause));
  return found && { type, clause: found.name };
}

function namesGroupTwice({ counting }: Clause): boolean {
  const names = counting?.groups.map(({ group }) => group) ?? [];
  return new Set(names).size < names.length;
}

/** No vote can exceed the total of the votes: such a clause would lock the association for good. */
function isWhole({ numerator, denominator }: Clause['majority']): boolean {
  return numerator === denominator;
}

function asksForMoreThanAll({ quorum, second, quorumStrict = false }: Clause): boolean {
  return quorumStrict && (isWhole(quorum) || (second?.quorum !== undefined && isWhole(second.quorum)));
}
