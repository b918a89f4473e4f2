import type { Copies } from '#libs/commands';
import { clusterAbsence, organisationAbsence } from '#libs/process-managers';
import { antennaAbsence } from '../read-models/antennas/antenna-absence.ts';
import { antennas } from '../read-models/antennas/antennas.projection.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import type { AntennaRefusal, OrganisationRefusal, RegisterRefusal } from './refusals.table.ts';

/** Why a cluster can take nothing in on a day; without a day, why it cannot be named. */
export async function absentCluster(
  copies: Copies,
  clusterId: string,
  day?: string,
): Promise<RegisterRefusal | undefined> {
  return clusterAbsence('EVT_CLUSTER_ABSENT', clusterId, await (await copies.of(clusters)).get(clusterId), day);
}

interface Keeper {
  readonly clusterId: string;
  readonly antennaId?: string | undefined;
}

/** Why a cluster, or an antenna of it, keeps nothing on a day: it is not in the register, has ended, or is the antenna of another one. */
export async function absentKeeper(
  copies: Copies,
  { clusterId, antennaId }: Keeper,
  day: string,
): Promise<RegisterRefusal | AntennaRefusal | undefined> {
  const absence = await absentCluster(copies, clusterId, day);
  if (absence !== undefined || antennaId === undefined) return absence;
  const known = await (await copies.of(antennas)).get(antennaId);
  return antennaAbsence('EVT_ANTENNA_ABSENT', { antennaId, clusterId }, known, day);
}

/** Why some organisations cannot be named: the first that nobody registered. */
export async function absentOrganisation(
  copies: Copies,
  ids: readonly string[],
): Promise<OrganisationRefusal | undefined> {
  const register = await copies.of(organisations);
  for (const id of ids) {
    const absence = organisationAbsence('EVT_ORGANISATION_ABSENT', id, await register.get(id));
    if (absence !== undefined) return absence;
  }
  return undefined;
}
