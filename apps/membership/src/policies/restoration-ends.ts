import { managerCommand } from '#libs/commands';
import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, uuid, type RecordedEvent } from '#libs/kernel';
import { step, type ManagerStep } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { antenna } from '../domain/antenna/antenna.ts';
import { cluster } from '../domain/cluster/cluster.ts';
import { membership } from '../domain/membership/membership.decide.ts';
import type { EndWithCluster } from '../domain/membership/membership.restoration.ts';
import { clusters, type ClusterDocument } from '../read-models/clusters/clusters.projection.ts';
import { memberships, type MembershipDocument } from '../read-models/memberships/memberships.projection.ts';

/** The return of a cluster, by which operation and from which day on. */
export interface Return {
  readonly clusterId: string;
  readonly operationId: string;
  readonly on: string;
}

export const endMembership = managerCommand<Omit<EndWithCluster, 'type'>>({
  name: 'membership.end-with-cluster',
  summary: 'End a membership of a cluster that was dissolved and has come back.',
  aggregate: membership,
  run: (tx, { id, body }) => tx.decide(membership, id, { type: 'EndWithCluster', ...body }),
});

export const closeAntenna = managerCommand<{
  readonly antennaId: string;
  readonly clusterId: string;
  readonly on: string;
}>({
  name: 'membership.close-antenna-of-restored',
  summary: 'Close an antenna of a cluster that was dissolved and has come back.',
  aggregate: antenna,
  run: async (tx, { id, body }) =>
    tx.decide(antenna, id, { type: 'CloseAntenna', ...body, cluster: await tx.read(cluster, body.clusterId) }),
});

const FACTS = ['MembershipRestored', 'MemberAdmitted', 'MembershipEnded', 'MemberTransferred', 'MembershipOriginAdded'];

/** What may leave a membership open over the days on which its cluster was gone. */
export const MEMBERSHIP_FACTS: readonly string[] = [
  ...FACTS,
  'MembershipApplied',
  'MembershipRefused',
  'MembershipSucceeded',
].flatMap((fact) => ['', 'Corrected', 'Voided'].map((how) => `membership.${fact}${how}`));

/** What ends with a dissolved cluster that comes back: its members, and what it was a member of. */
export async function endsOf(back: Return, readModels: ReadModels): Promise<readonly ManagerStep[]> {
  const { clusterId } = back;
  const [members, networks] = await Promise.all([
    readModels.of(memberships).all({ cluster_id: clusterId }),
    readModels.of(memberships).all({ organisation_id: clusterId }),
  ]);
  return [...members, ...networks].filter((each) => isHeldOver(each, back.on)).map((each) => endStep(each, back));
}

/** How a membership that a fact is about ends, where its cluster or the member was dissolved and came back. */
export async function endsAfterReturns(
  { data }: RecordedEvent,
  readModels: ReadModels,
): Promise<readonly ManagerStep[]> {
  const fact = ('was' in data ? data['was'] : data) as GrappeEvents['membership.MemberAdmitted'];
  const [known, of, member] = await Promise.all([
    readModels.of(memberships).get(fact.membershipId),
    readModels.of(clusters).get(fact.clusterId),
    readModels.of(clusters).get(fact.organisationId),
  ]);
  if (known === undefined) return [];
  const returns = [...returnsOf(of), ...returnsOf(member)];
  return returns.filter(({ on }) => isHeldOver(known, on)).map((back) => endStep(known, back));
}

/** The days from which a cluster that had been dissolved stood again. */
function returnsOf(known: ClusterDocument | undefined): readonly Return[] {
  if (known === undefined) return [];
  return known.states.flatMap(({ state, since: on, operationId }, index) => {
    const isBack = state === 'restored' && known.states[index - 1]?.state === 'dissolved';
    return isBack && operationId !== undefined ? [{ clusterId: known.clusterId, operationId, on }] : [];
  });
}

/** A membership, or an application for one, that reaches over the days on which the cluster was gone. */
function isHeldOver({ periods, application }: MembershipDocument, on: string): boolean {
  const isAsked = application?.state === 'open' && application.on < on;
  return isAsked || periods.some(({ since, until }) => since < on && (until === undefined || on < until));
}

function endStep({ membershipId }: Pick<MembershipDocument, 'membershipId'>, { operationId, on }: Return): ManagerStep {
  return step(endMembership, {
    ...{ key: `ended:${membershipId}:${operationId}`, id: uuid(membershipId) },
    ...{ body: { membershipId, operationId, on }, effectiveAt: calendarDate(on) },
  });
}
