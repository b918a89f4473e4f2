import type { AppliedClause } from '#libs/ballot';
import type { OperationFile, Vote } from './act.ts';
import { rule, type Rule, type Shortfall, type Standing, type StandingQuestion } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

function unknownClause(clause: AppliedClause | undefined): Shortfall | undefined {
  if (clause?.kind === 'dissolution') return undefined;
  return {
    code: 'MRG_STATUTES_UNKNOWN',
    found: clause === undefined ? 'no statutes in force that day' : `the clause for ${clause.kind} decisions`,
    required: 'the dissolution clause of the statutes in force on the day of the vote',
  };
}

function standing(file: OperationFile, { on }: StandingQuestion): readonly Standing[] {
  return file.participants.map(({ clusterId }) => {
    const vote = file.votes[clusterId];
    return vote === undefined ? { clusterId, actOn: on, state: 'not-yet-due' } : decided(clusterId, vote);
  });
}

function decided(clusterId: string, { outcome, on }: Vote): Standing {
  if (outcome === 'adopted') return { clusterId, actOn: on, state: 'passed' };
  const required = 'quorum and majority of the dissolution clause';
  return { clusterId, actOn: on, state: 'failed', found: `the vote of ${on} was ${outcome}`, required };
}

/** G6: quorum and majority are those of that body's dissolution clause, in the statutes in force that day. */
export const dissolutionClause: readonly Rule[] = [
  rule({
    id: 'G6.statutes',
    guard: 'G6',
    validTo: DECREE_IN_FORCE,
    citation: texts.contract1134,
    at: ['vote'],
    check: ({ clause }) => unknownClause(clause),
    standing,
  }),
  rule({
    id: 'G6.2015',
    guard: 'G6',
    validFrom: DECREE_IN_FORCE,
    citation: texts.dissolutionClause,
    at: ['vote'],
    check: ({ clause }) => unknownClause(clause),
    standing,
  }),
];
