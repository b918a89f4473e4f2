import { managerCommand } from '#libs/commands';
import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, inForceOn, uuid, type RecordedEvent } from '#libs/kernel';
import { processManager, step, type ManagerStep } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { cluster } from '../domain/cluster/cluster.ts';
import { antennas } from '../read-models/antennas/antennas.projection.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { memberships } from '../read-models/memberships/memberships.projection.ts';
import {
  closeAntenna,
  endMembership,
  endsAfterReturns,
  endsOf,
  MEMBERSHIP_FACTS,
  type Return,
} from './restoration-ends.ts';

type Restored = GrappeEvents['mergers.BodyRestored'];

const restoreBody = managerCommand<Restored & { readonly moves: boolean }>({
  name: 'membership.restore-body',
  summary: 'Let a cluster stand again under its old id, with the name and the seat that it has from that day on.',
  aggregate: cluster,
  run: async (tx, { body: { operationId, on: since, moves, body } }) => {
    const { clusterId, name, nameKind, seat, departments } = body;
    const before = await tx.read(cluster, clusterId);
    // Whoever stands by then, because a court annulled the merger meanwhile, is what it was.
    if (before.status === 'absent' || !('on' in before)) return;
    await tx.decide(cluster, clusterId, {
      type: 'RestoreCluster',
      clusterId,
      operationId,
      restoration: true,
      on: since,
    });
    if (inForceOn(before.names, since)?.name !== name)
      await tx.decide(cluster, clusterId, { type: 'NameCluster', clusterId, name, nameKind, since });
    if (moves) await tx.decide(cluster, clusterId, { type: 'MoveCluster', clusterId, seat, departments, since });
  },
});

/**
 * A cluster comes back without its members, and without what it was a member of: what was open at its dissolution ends, then it stands again, then its antennas are closed. What is recorded
 * late of a membership of before, or corrected, ends in the same way.
 */
export const membershipRestoration = processManager<undefined, readonly (readonly ManagerStep[])[]>({
  name: 'membership.restoration',
  on: ['mergers.BodyRestored', 'membership.ClusterRestored', ...MEMBERSHIP_FACTS],
  commands: [restoreBody, endMembership, closeAntenna],
  reads: [clusters, memberships, antennas],
  gather: async (event, readModels) => {
    if (event.type === 'mergers.BodyRestored') return await returning(event.data as Restored, readModels);
    if (event.type !== 'membership.ClusterRestored') return [await endsAfterReturns(event, readModels)];
    const { restoration, endedBy, ...back } = event.data as GrappeEvents['membership.ClusterRestored'];
    // What a merger had ended follows that merger.
    return restoration === true && endedBy === undefined ? await afterReturn(back, readModels) : [];
  },
  react: (_event: RecordedEvent, { facts }) => facts,
});

async function returning(restored: Restored, readModels: ReadModels): Promise<readonly (readonly ManagerStep[])[]> {
  const { body, operationId, on } = restored;
  const { clusterId, seat, departments } = body;
  const known = await readModels.of(clusters).get(clusterId);
  if (known === undefined) return [];
  const isGone = known.state === 'dissolved' && known.stateSince < on;
  const moves = known.seat !== seat || known.departments.join() !== departments.join();
  const back = step(restoreBody, {
    ...{ key: 'restored', id: uuid(clusterId), body: { ...restored, moves }, effectiveAt: calendarDate(on) },
  });
  return [isGone ? await endsOf({ clusterId, operationId, on }, readModels) : [], [back]];
}

/** Once it stands again: what was recorded while it came back, and what it had. */
async function afterReturn(back: Return, readModels: ReadModels): Promise<readonly (readonly ManagerStep[])[]> {
  const { clusterId, on } = back;
  const known = await readModels.of(antennas).all({ cluster_id: clusterId });
  const open = known.filter(({ since, until }) => since < on && on < until);
  const closing = open.map(({ antennaId }) =>
    step(closeAntenna, {
      ...{ key: `antenna:${antennaId}`, id: uuid(antennaId), body: { antennaId, clusterId, on } },
      ...{ tolerates: ['MBR_ANTENNA_CLOSED'], effectiveAt: calendarDate(on) },
    }),
  );
  return [await endsOf(back, readModels), closing];
}
