import { placedOn, type RegistrantDocument } from '../registrants/registrants.projection.ts';
import type { Attended } from './activity.ts';

/**
 * Who came to each gathering, by its registrations: how many, once it is recorded of every one that had seats, because unknown is not 0; and which organisations, as far
 * as it is known of any.
 */
export function attendedOf(registrants: readonly RegistrantDocument[]): ReadonlyMap<string, Attended> {
  const seated = new Map<string, RegistrantDocument[]>();
  for (const each of registrants.filter(hasSeats))
    seated.set(each.gatheringId, [...(seated.get(each.gatheringId) ?? []), each]);
  return new Map(
    [...seated].flatMap(([gatheringId, all]): readonly (readonly [string, Attended])[] => {
      const known = all.flatMap(({ organisationId, attendance }) => {
        const present = attendance?.present ?? null;
        return present === null ? [] : [{ organisationId, present }];
      });
      if (known.length === 0) return [];
      const participants = known.length < all.length ? null : known.reduce((sum, { present }) => sum + present, 0);
      const came = known.filter(({ present }) => present > 0);
      const organisationIds = [...new Set(came.flatMap(({ organisationId }) => organisationId ?? []))].toSorted();
      return [[gatheringId, { participants, organisationIds }]];
    }),
  );
}

function hasSeats(registrant: RegistrantDocument): boolean {
  const { seatedOn, ended } = placedOn(registrant);
  return seatedOn !== undefined && ended === undefined;
}
