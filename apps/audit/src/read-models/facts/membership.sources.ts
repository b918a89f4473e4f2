import type { GrappeEvents } from '#libs/contracts';
import type { FactSaying } from './fact.ts';
import { factsOf, type FactSources } from './sources.ts';

type Renamed = GrappeEvents['membership.OrganisationRenamed'];
type Admitted = GrappeEvents['membership.MemberAdmitted'];

/** What comes to a membership that has gone on elsewhere goes there at once. */
const notAfter = 'succession';

const organisationName = factsOf('organisation-name', 'organisationId');
const member = factsOf('member', 'membershipId');
const antenna = factsOf('antenna', 'antennaId');

/** Memberships, the names of organisations, and antennas, which pass from cluster to cluster. */
export const membershipSources: FactSources<GrappeEvents> = {
  'membership.OrganisationRegistered': organisationName.begins(named),
  'membership.OrganisationRenamed': organisationName.begins(named, 'updates'),
  // The periods of a member are those of `membership-periods.ts`: a member that is admitted or comes over is one already, and begins nothing.
  'membership.MemberAdmitted': memberSource((data) => {
    const { operationId, since: on } = data;
    // Whoever acceded to a merger comes by it, as a member of a predecessor does.
    if (operationId !== undefined)
      return [
        {
          on,
          is: { how: 'accession' as const, operationId, ...termsOf(data) },
          held: placeIn(data),
          by: operationId,
          notAfter,
        },
      ];
    const is = { how: 'admission' as const, ...termsOf(data) };
    const held = { how: 'admission' as const, ...placeIn(data) };
    // Whoever joins anew, once its cluster was restored, does not follow what had passed.
    return [{ on: data.since, is, held, ...(data.restoredBy === undefined ? { notAfter } : {}) }];
  }),
  'membership.MemberTransferred': memberSource((data) => {
    const { operationId, origin, since: on } = data;
    const is = { how: 'succession' as const, operationId, ...termsOf(data) };
    return [{ on, is, held: placeIn(data), by: operationId, notAfter, origin: { ...origin, operationId } }];
  }),
  'membership.MembershipOriginAdded': memberSource(({ origin, operationId, organisationId, on }) => {
    const is = { how: 'succession' as const, operationId, organisationId };
    return [{ on, is, held: {}, by: operationId, notAfter, origin: { ...origin, operationId } }];
  }),
  'membership.MembershipSucceeded': memberSource((data) => {
    const { on, operationId, successorMembershipId: id, successorClusterId, clusterStays } = data;
    const into = id === undefined ? {} : { into: { id, subjectId: successorClusterId } };
    // With a branch of a cluster that goes on: what comes later does not follow it.
    const cause = clusterStays === true ? 'branch' : notAfter;
    return [{ on, ended: { cause, operationId, ...into }, only: {} }];
  }),
  'membership.MembershipRestored': memberSource((data) => {
    const { since: on, operationId: by } = data;
    return [{ on, is: { how: 'restoration', operationId: by, ...termsOf(data) }, undoes: by, by }];
  }),
  // One that follows from an operation ends what that operation alone has brought, but for the end of the organisation or of the cluster.
  'membership.MembershipEnded': memberSource(({ on, cause, operationId, withOrganisation }) => {
    if (operationId === undefined || withOrganisation === true || cause === 'dissolution')
      return [{ on, ended: { cause }, only: {} }];
    return [{ on, ended: { cause }, by: operationId }];
  }),
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

type Named = Pick<Admitted, 'membershipId' | 'clusterId' | 'organisationId'>;

/** Also of what finds no member: it changes nothing, until an earlier admission is recorded. */
function memberSource<Data extends Named>(sayingsIn: (data: Data) => readonly FactSaying<'member'>[]) {
  return member.source<Data>('upserts', (data) => {
    const { membershipId: id, clusterId: subjectId, organisationId: objectId } = data;
    return { identity: { kind: 'member', id, subjectId, objectId }, sayings: sayingsIn(data) };
  });
}

function termsOf({ organisationId, college, antennaId }: Pick<Admitted, 'organisationId' | 'college' | 'antennaId'>) {
  return { organisationId, college, antennaId };
}

/** What an event names; of what it does not name nothing differs. */
function placeIn({ college, antennaId }: Pick<Admitted, 'college' | 'antennaId'>) {
  return { ...(college === undefined ? {} : { college }), ...(antennaId === undefined ? {} : { antennaId }) };
}
