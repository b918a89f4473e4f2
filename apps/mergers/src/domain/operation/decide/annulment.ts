import { accept, addDays, calendarDate, latest, reject, sameFacts } from '#libs/kernel';
import type { Obstacle } from '../../register/entries.ts';
import type { Parties } from '../../rules/act.ts';
import { fileOf, type EventNamed } from '../operation.ts';
import { decides, outOfOrder, type Decisions } from './decision.ts';
import { successionOf } from './effect.ts';

/** The only way back after the point of no return. */
export const annulment = {
  /**
   * The judgement counts from the day on which it is final, and leaves what was done before: the successor has acted for everybody in between. It follows the effect, and nothing moves back
   * out of a body that has itself disappeared.
   */
  AnnulOperation: decides('SuccessionAnnulled', {
    isAlreadySo: ({ judgement }, state) =>
      state.status === 'annulled' && sameFacts(state.annulment.judgement, judgement),
    otherwise: ({ judgement, obstacle }, state) => {
      const [judgedOn, finalOn] = [calendarDate(judgement.judgedOn), calendarDate(judgement.finalOn)];
      const lawful = latest(judgedOn, addDays(state.effectiveOn, 1));
      if (finalOn < lawful)
        return outOfOrder(
          `a judgement that is final on ${finalOn}`,
          'not before it was given, and after the effect:',
          lawful,
        );
      const none = obstacle ?? restorationObstacle(state);
      if (none !== undefined) return reject({ type: 'MRG_ANNULMENT_NOT_FEASIBLE', ...none });
      const { predecessors, successor, heirs, giver, federated } = successionOf(fileOf(state), state.effectiveOn, []);
      const returning = ({ clusterId, created }: typeof successor) => ({ clusterId, created });
      const own = federationObstacle({ federated, successor });
      if (own !== undefined) return reject({ type: 'MRG_ANNULMENT_NOT_FEASIBLE', ...own });
      return accept({
        ...{ type: 'SuccessionAnnulled', operationId: state.operationId, judgement, predecessors },
        successor: returning(successor),
        ...(heirs === undefined ? {} : { heirs: heirs.map(returning) }),
        ...(giver === undefined ? {} : { giver }),
        ...(federated === undefined ? {} : { federated }),
        on: finalOn,
      });
    },
  }),
} satisfies Partial<Decisions>;

/** A body that came back without cause is dissolved by the court, and nothing had passed that could go back (loi du 1er juillet 1901, art. 3 et 7). */
function restorationObstacle({ kind }: Parties): Obstacle | undefined {
  if (kind !== 'restoration') return undefined;
  return { found: 'a restoration, by which nothing has passed', required: 'its dissolution by the court' };
}

/** Members of a network that had stood before are so by their own decision, which no court takes back for them. */
function federationObstacle({
  federated,
  successor,
}: Pick<EventNamed<'SuccessionTookEffect'>, 'federated' | 'successor'>): Obstacle | undefined {
  if (federated === undefined || successor.created) return undefined;
  const found = `a federation under ${successor.clusterId}, which had stood before`;
  return { found, required: 'each cluster leaves the network by its own decision' };
}
