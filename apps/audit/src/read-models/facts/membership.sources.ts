import type { GrappeEvents } from '#libs/contracts';
import { factsOf, type FactSources } from './sources.ts';

type Renamed = GrappeEvents['membership.OrganisationRenamed'];
type Admitted = GrappeEvents['membership.MemberAdmitted'];

const organisationName = factsOf('organisation-name', 'organisationId');
const member = factsOf('member', 'membershipId');
const antenna = factsOf('antenna', 'antennaId');

/** Memberships, the names of organisations, and antennas, which pass from cluster to cluster. */
export const membershipSources: FactSources<GrappeEvents> = {
  'membership.OrganisationRegistered': organisationName.begins(named),
  'membership.OrganisationRenamed': organisationName.begins(named, 'updates'),
  'membership.MemberAdmitted': member.begins(
    (data) => ({ ...endsOf(data), on: data.since, value: { how: 'admission', ...termsOf(data) } }),
    'upserts',
  ),
  'membership.MemberTransferred': member.source('upserts', (data) => {
    const { membershipId: id, operationId, origin, since: on } = data;
    const is = { how: 'succession' as const, operationId, ...termsOf(data) };
    const identity = { kind: 'member' as const, id, ...endsOf(data) };
    return { identity, sayings: [{ on, is, origin: { ...origin, operationId } }] };
  }),
  'membership.MembershipOriginAdded': member.source('updates', ({ origin, operationId, on }) => {
    return { sayings: [{ on, differs: {}, origin: { ...origin, operationId } }] };
  }),
  'membership.MembershipSucceeded': member.ends(({ operationId, successorMembershipId, successorClusterId }) => {
    return { cause: 'succession', operationId, into: { id: successorMembershipId, subjectId: successorClusterId } };
  }),
  'membership.MembershipEnded': member.ends(({ cause }) => ({ cause })),
  'membership.AntennaOpened': antenna.begins(({ clusterId, name, brand, since: on }) => {
    return { subjectId: clusterId, on, value: { clusterId, name, brand } };
  }),
  // It passes by law, whatever its own day: one that was opened later is the successor's from its first day.
  'membership.AntennaPassed': antenna.source('updates', ({ to: clusterId, operationId, on }) => {
    return { sayings: [{ on, differs: { clusterId, operationId } }], anyDay: true };
  }),
  'membership.AntennaClosed': antenna.ends(() => ({ cause: 'closed' })),
};

function named({ organisationId: subjectId, name, since: on }: Renamed) {
  return { subjectId, on, value: { name } };
}

function endsOf({ clusterId: subjectId, organisationId: objectId }: Pick<Admitted, 'clusterId' | 'organisationId'>) {
  return { subjectId, objectId };
}

function termsOf({ organisationId, college, antennaId }: Pick<Admitted, 'organisationId' | 'college' | 'antennaId'>) {
  return { organisationId, college, antennaId };
}
