import { guard, shortfall, type Words } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

/** G6: quorum and majority are those of that body's dissolution clause, in the statutes in force that day. */
export const dissolutionClause = guard({
  id: 'G6',
  at: ['vote'],
  summary: [
    "Quorum and majority are those of that body's dissolution clause, in the statutes in force that day.",
    'Quorum et majorité de la clause de dissolution des statuts en vigueur ce jour.',
  ],
  ofUnions: { id: 'G6.union', citation: texts.union },
  ofRestorations: { id: 'G6.restoration', citation: texts.sameForms },
  versions: [
    { id: 'G6.statutes', validTo: DECREE_IN_FORCE, citation: texts.contract1134 },
    { id: 'G6.2015', validFrom: DECREE_IN_FORCE, citation: texts.dissolutionClause },
  ],
  check: ({ clause }) => {
    if (clause?.kind === 'dissolution') return undefined;
    const found: Words =
      clause === undefined
        ? ['no statutes in force that day', 'aucuns statuts en vigueur ce jour']
        : [`the clause for ${clause.kind} decisions`, `la clause des décisions ${clause.kind}`];
    return shortfall('MRG_STATUTES_UNKNOWN', found, [
      'the dissolution clause of the statutes in force on the day of the vote',
      'la clause de dissolution des statuts en vigueur le jour du vote',
    ]);
  },
  occasions: ({ participants, votes }, { on, clauseOn }) =>
    participants.map(({ clusterId }) => {
      const vote = votes[clusterId];
      const votedOn = vote?.on ?? on;
      const act = { act: 'vote', clusterId, on: votedOn, clause: clauseOn(clusterId, votedOn) } as const;
      if (vote === undefined) return { clusterId, state: 'to-come', act };
      if (vote.outcome === 'adopted') return { clusterId, state: 'done', act };
      const note = {
        found: `the vote of ${vote.on} was ${vote.outcome}`,
        required: 'quorum and majority of the dissolution clause',
        inFrench: {
          found: `le vote du ${vote.on} : ${vote.outcome === 'inquorate' ? 'quorum non atteint' : 'rejet'}`,
          required: 'le quorum et la majorité de la clause de dissolution',
        },
      };
      return { clusterId, state: 'in-vain', act, note };
    }),
});
