import { managerCommand } from '#libs/commands';
import { step, type ManagerStep, type Succession } from '#libs/process-managers';
import { membership } from '../domain/membership/membership.decide.ts';
import { membershipId } from '../domain/membership/membership.ts';
import { surroundings } from '../http/memberships.rows.ts';

interface Joining {
  /** The network. */
  readonly clusterId: string;
  /** The cluster that becomes a member of it. */
  readonly organisationId: string;
  readonly since: string;
}

export const joinNetwork = managerCommand<Joining>({
  name: 'membership.join-network',
  summary: 'Admit a cluster to the network that it has founded with others.',
  aggregate: membership,
  run: async (tx, { id, body }) => {
    const around = await surroundings(tx, body);
    await tx.decide(membership, id, { type: 'AdmitMember', membershipId: id, ...body, in: around });
  },
});

/** Whoever federates becomes a member of the umbrella on the day of the effect, by its own decision: nothing passes, and nobody disappears. */
export function joiningSteps({ federated = [], successor, effectiveOn: since }: Succession): readonly ManagerStep[] {
  const { clusterId } = successor;
  return federated.map(({ clusterId: organisationId }) => {
    const id = membershipId(clusterId, organisationId);
    return step(joinNetwork, { key: `membership:${id}`, id, body: { clusterId, organisationId, since } });
  });
}
