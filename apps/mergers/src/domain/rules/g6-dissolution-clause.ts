import { guard } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

/** G6: quorum and majority are those of that body's dissolution clause, in the statutes in force that day. */
export const dissolutionClause = guard({
  id: 'G6',
  at: ['vote'],
  versions: [
    { id: 'G6.statutes', validTo: DECREE_IN_FORCE, citation: texts.contract1134 },
    { id: 'G6.2015', validFrom: DECREE_IN_FORCE, citation: texts.dissolutionClause },
  ],
  check: ({ clause }) => {
    if (clause?.kind === 'dissolution') return undefined;
    return {
      code: 'MRG_STATUTES_UNKNOWN',
      found: clause === undefined ? 'no statutes in force that day' : `the clause for ${clause.kind} decisions`,
      required: 'the dissolution clause of the statutes in force on the day of the vote',
    };
  },
  occasions: ({ participants, votes }, { on, clauseOn }) =>
    participants.map(({ clusterId }) => {
      const vote = votes[clusterId];
      const votedOn = vote?.on ?? on;
      const act = { act: 'vote', clusterId, on: votedOn, clause: clauseOn(clusterId, votedOn) } as const;
      if (vote === undefined) return { clusterId, state: 'to-come', act };
      if (vote.outcome === 'adopted') return { clusterId, state: 'done', act };
      const found = `the vote of ${vote.on} was ${vote.outcome}`;
      return {
        clusterId,
        state: 'in-vain',
        act,
        note: { found, required: 'quorum and majority of the dissolution clause' },
      };
    }),
});
