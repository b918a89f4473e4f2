import { guard } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

/** G12: a body cannot be in two operations past ADOPTED at once: its estate passes once. */
export const oneOperation = guard({
  id: 'G12',
  at: ['engage'],
  versions: [
    { id: 'G12.contract', validTo: DECREE_IN_FORCE, citation: texts.contract1134 },
    { id: 'G12.2015', validFrom: DECREE_IN_FORCE, citation: texts.universalTransfer },
  ],
  check: ({ clusterId, engagedBy, operationId }) => {
    if (engagedBy === undefined || engagedBy === operationId) return undefined;
    return {
      code: 'MRG_BODY_ENGAGED',
      found: `body ${clusterId} is bound by operation ${engagedBy}, which every board has adopted`,
      required: 'a body stands in one operation past ADOPTED at a time',
      isFailure: true,
    };
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
