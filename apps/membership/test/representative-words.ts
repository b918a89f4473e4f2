import { countedUuid } from '#libs/kernel/testing';
import { membership } from '../src/domain/membership/membership.decide.ts';
import type { RepresentativeCommand, RepresentativeFact } from '../src/domain/representatives/representative.ts';
import { admitted, ids } from './membership-words.ts';

/** The words in which specifications of representatives are written: who speaks for Esker in Numélink, of which it is a member since 2010. */
export const armand = { personId: countedUuid(1, 6), name: 'Armand Lulka' };
export const brune = { personId: countedUuid(2, 6), name: 'Brune Vidal' };
export const first = countedUuid(1, 5);
export const second = countedUuid(2, 5);

export const member = membership.evolve(membership.initial, admitted('2010-01-01'), '');

export const designate = (since: string, more: object = {}): RepresentativeCommand => ({
  ...{ type: 'DesignateRepresentative', membershipId: ids.membershipId, designationId: first },
  ...{ person: armand, role: 'titular', since, membership: member },
  ...more,
});
export const designated = (since: string, more: object = {}): RepresentativeFact => ({
  ...{ type: 'RepresentativeDesignated', ...ids, designationId: first, person: armand, role: 'titular', since },
  ...more,
});
export const leave = (on: string, more: object = {}): RepresentativeCommand => ({
  ...{ type: 'EndRepresentative', designationId: first, cause: 'change-of-job', on, membership: member },
  ...more,
});
export const left = (on: string, more: object = {}): RepresentativeFact => ({
  ...{ type: 'RepresentativeEnded', ...ids, designationId: first, cause: 'change-of-job', on },
  ...more,
});
