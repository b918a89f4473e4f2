import { accept, reject, sameFacts } from '#libs/kernel';
import type { Opposition } from '../../rules/act.ts';
import { judge } from '../../rules/rule-book.ts';
import { fileOf } from '../operation.ts';
import { decides, type Decisions } from './decision.ts';

/** What the creditors of the participants do: it blocks nothing, and is recorded before the effect or after it. */
export const creditors = {
  LodgeOpposition: decides('OppositionLodged', {
    isAlreadySo: ({ type: _type, ...facts }, state) =>
      'oppositions' in state && state.oppositions.some((known) => sameFacts(lodged(known), facts)),
    otherwise: (command, state) => {
      const { clusterId, claimSince, oppositionId, on } = command;
      if (state.oppositions.some((known) => known.oppositionId === oppositionId))
        return reject({ type: 'MRG_OPPOSITION_EXISTS', found: oppositionId, required: 'an id of its own' });
      const judgement = judge({ act: 'oppose', clusterId, claimSince, on }, fileOf(state));
      if (!judgement.ok) return reject(judgement.refusal);
      return accept({ ...command, type: 'OppositionLodged', operationId: state.operationId });
    },
  }),

  ResolveOpposition: decides('OppositionResolved', {
    isAlreadySo: ({ oppositionId, outcome, on }, state) =>
      'oppositions' in state &&
      state.oppositions.some((each) => each.oppositionId === oppositionId && sameFacts(each.resolved, { outcome, on })),
    otherwise: (command, { operationId, oppositions }) => {
      const ids = oppositions.map(({ oppositionId }) => oppositionId);
      if (ids.includes(command.oppositionId)) return accept({ ...command, type: 'OppositionResolved', operationId });
      const required = `one of ${ids.join(', ') || 'none'}`;
      return reject({ type: 'MRG_OPPOSITION_UNKNOWN', found: command.oppositionId, required });
    },
  }),
} satisfies Partial<Decisions>;

function lodged({ resolved: _resolved, ...facts }: Opposition): Omit<Opposition, 'resolved'> {
  return facts;
}
