import { guard, shortfall } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

/** G12: a body cannot be in two operations past ADOPTED at once: its estate passes once. */
export const oneOperation = guard({
  id: 'G12',
  at: ['engage'],
  summary: [
    'A body cannot be in two operations past ADOPTED at once.',
    'Une association ne peut être engagée par deux opérations arrêtées à la fois.',
  ],
  ofUnions: { id: 'G12.union', citation: texts.union },
  ofRestorations: { id: 'G12.restoration', citation: texts.refounding },
  versions: [
    { id: 'G12.contract', validTo: DECREE_IN_FORCE, citation: texts.contract1134 },
    { id: 'G12.2015', validFrom: DECREE_IN_FORCE, citation: texts.universalTransfer },
  ],
  check: ({ clusterId, engagedBy, operationId }) => {
    if (engagedBy === undefined || engagedBy === operationId) return undefined;
    return shortfall(
      'MRG_BODY_ENGAGED',
      [
        `body ${clusterId} is bound by operation ${engagedBy}, which every board has adopted`,
        `l'association ${clusterId} est engagée par l'opération ${engagedBy}, arrêtée par toutes`,
      ],
      [
        'a body stands in one operation past ADOPTED at a time',
        "une association n'est engagée que par une opération arrêtée à la fois",
      ],
      { isFailure: true },
    );
  },
  /** Bodies are bound together, by the adoption of the last board. */
  occasions: ({ operationId, participants, adoptions }, { on, engagements }) => {
    const state = participants.every(({ clusterId }) => clusterId in adoptions) ? 'done' : 'to-come';
    return participants.map(({ clusterId }) => {
      const boundOn = adoptions[clusterId]?.on ?? on;
      const act = { act: 'engage', clusterId, operationId, engagedBy: engagements[clusterId], on: boundOn } as const;
      return { clusterId, state, act };
    });
  },
});
