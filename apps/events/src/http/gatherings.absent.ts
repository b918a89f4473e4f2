import type { z } from 'zod';
import type { CommandRequest, Transaction } from '#libs/commands';
import type { hostSchema } from '#libs/contracts';
import { hostsOn, type KnownGathering } from '../domain/gathering/gathering.facts.ts';
import { gathering } from '../domain/gathering/gathering.ts';
import type { RegisterRefusal } from './refusals.table.ts';
import { absentCluster } from './register.ts';

export type Host = z.infer<typeof hostSchema>;

export const TIMES = [
  'EVT_ZONE_UNKNOWN',
  'EVT_DAYS_AND_TIMES',
  'EVT_TIME_DOES_NOT_EXIST',
  'EVT_TIME_NOT_TWICE',
  'EVT_END_BEFORE_START',
] as const;
/** Why a gathering cannot be planned so. */
export const PLAN = [...TIMES, 'EVT_PART_OUTSIDE', 'EVT_ORGANISER_DIFFERS', 'EVT_CO_HOST_TWICE'] as const;

/** The cluster whose gathering it is. */
export async function clusterOfGathering({ id }: CommandRequest<unknown>, tx: Transaction): Promise<readonly string[]> {
  const { known } = await tx.read(gathering, id);
  return known === undefined ? [] : [hostsOn(known).clusterId];
}

/**
 * The cluster for which a line of a file is entered: that of the line, under whose operators the gathering was planned; once the gathering has passed to another one, its
 * successor. Of a gathering that is none of this cluster nothing is said: the line decides nothing then.
 */
export async function clusterOfLine(
  { id, body }: Pick<CommandRequest<unknown>, 'id' | 'body'>,
  tx: Transaction,
): Promise<readonly string[]> {
  const { clusterId } = body as { readonly clusterId: string };
  const { known } = await tx.read(gathering, id);
  return [known !== undefined && isOfCluster(known, clusterId) ? hostsOn(known).clusterId : clusterId];
}

/** Whether a gathering was planned by a cluster, or has passed to it. */
export function isOfCluster(known: KnownGathering, clusterId: string): boolean {
  return [known.plan.clusterId, hostsOn(known).clusterId].includes(clusterId);
}

/** Clusters and networks are looked up; antennas and incubators are somebody's word. */
export async function absentHosts(
  { copies }: CommandRequest<unknown>,
  hosts: readonly (Host | undefined)[],
): Promise<RegisterRefusal | undefined> {
  for (const host of hosts) {
    const isCluster = host?.kind === 'cluster' || host?.kind === 'network';
    const refusal = host === undefined || !isCluster ? undefined : await absentCluster(copies, host.id);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
