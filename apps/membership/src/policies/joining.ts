import type { GrappeEvents } from '#libs/contracts';
import type { RecordedEvent } from '#libs/kernel';
import { step, type ReferenceMove, type Succession } from '#libs/process-managers';
import { membershipId } from '../domain/membership/membership.ts';
import { joiningIn, type ConcernedMemberships } from './concerned.ts';
import { moveBy, moveMember } from './moves.ts';

/**
 * Whoever has acceded to the merger becomes a member of its successor on the day of the effect, or goes with it once it is annulled. One that has ceased meanwhile is set aside, and
 * holds up nobody.
 */
export function joiningMoves(
  succession: Succession,
  members: ConcernedMemberships,
  key: 'accession' | 'annulled-accession',
): readonly ReferenceMove[] {
  return joiningIn(succession, members).map(({ organisationId }) => joiningMove(succession, organisationId, key));
}

function joiningMove(succession: Succession, organisationId: string, key: string): ReferenceMove {
  const move = moveBy(succession, { organisationId });
  const { accession } = move;
  return {
    step: step(moveMember, {
      key: `${key}:${organisationId}`,
      id: membershipId(succession.successor.clusterId, organisationId),
      body: accession === undefined ? move : { ...move, accession: { ...accession, isAsked: true } },
    }),
  };
}

/** An accession that was recorded after the effect, or taken back. */
export const membershipAfterwards = {
  on: ['mergers.JoiningRestated'],
  references: (succession: Succession, _facts: object, { data }: RecordedEvent): readonly ReferenceMove[] => [
    joiningMove(succession, (data as GrappeEvents['mergers.JoiningRestated']).organisationId, 'accession'),
  ],
};
