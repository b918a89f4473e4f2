import { catalog, type GrappeEvents } from '#libs/contracts';
import { FactCannotFollow } from '#libs/kernel';
import { projection, upserts } from '#libs/projections';
import {
  evolveRepresentatives,
  type Representatives,
  type RepresentativeFact,
} from '../../domain/representatives/representative.ts';

export interface RepresentativesDocument extends Representatives {
  readonly membershipId: string;
  readonly clusterId: string;
  readonly organisationId: string;
}

type Names = 'RepresentativeDesignated' | 'RepresentativeEnded';

/** What an event of the domain makes of the document: what it makes of the representatives. */
function follows<Name extends Names>(type: Name) {
  return upserts<GrappeEvents[`membership.${Name}`], RepresentativesDocument>((document, { data }) => {
    const { membershipId, clusterId, organisationId } = data;
    const before = { designations: document?.designations ?? [] };
    const fact = { type, ...data } as RepresentativeFact;
    return { membershipId, clusterId, organisationId, ...after(before, fact) };
  });
}

/** A designation of the past comes in two events; between the two it overlaps the next one, and the document is what it was. */
function after(before: Representatives, fact: RepresentativeFact): Representatives {
  try {
    return evolveRepresentatives(before, fact);
  } catch (reason) {
    if (reason instanceof FactCannotFollow) return before;
    throw reason;
  }
}

/** Who was designated to represent each member; the key is the id of the membership. What ends with the membership is read from it. */
export const representatives = projection<GrappeEvents, RepresentativesDocument>({
  name: 'membership.representatives',
  version: 1,
  order: catalog.order,
  subject: 'membership.representative',
  columns: {},
  indexes: [],
  key: 'membershipId',
  on: {
    'membership.RepresentativeEnded': follows('RepresentativeEnded'),
    'membership.RepresentativeDesignated': follows('RepresentativeDesignated'),
  },
});
