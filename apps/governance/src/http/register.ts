import type { Copies } from '#libs/commands';
import type { Refusal } from '#libs/kernel';
import { clusterAbsence, organisationAbsence } from '#libs/process-managers';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';

/** Why a cluster or an organisation that a command names cannot be the one. */
export type RegisterRefusal = Refusal<'GOV_CLUSTER_ABSENT' | 'GOV_ORGANISATION_ABSENT', 'found' | 'required'>;

/** For what a cluster takes in on a day; without a day for one that is only named. */
export async function absentCluster(
  copies: Copies,
  clusterId: string,
  day?: string,
): Promise<RegisterRefusal | undefined> {
  return clusterAbsence('GOV_CLUSTER_ABSENT', clusterId, await (await copies.of(clusters)).get(clusterId), day);
}

/** For a mandate: whom it represents, and the predecessor that it is tied to, which may have ended. */
export async function absentParties(
  copies: Copies,
  {
    organisationId,
    tiedToClusterId,
  }: { readonly organisationId?: string | undefined; readonly tiedToClusterId?: string | undefined },
): Promise<RegisterRefusal | undefined> {
  const tied = tiedToClusterId === undefined ? undefined : await absentCluster(copies, tiedToClusterId);
  if (tied !== undefined || organisationId === undefined) return tied;
  const known = await (await copies.of(organisations)).get(organisationId);
  const absence = organisationAbsence('GOV_ORGANISATION_ABSENT', organisationId, known);
  // In a network its members are represented, which are clusters.
  const isCluster = absence !== undefined && (await (await copies.of(clusters)).get(organisationId)) !== undefined;
  return isCluster ? undefined : absence;
}
