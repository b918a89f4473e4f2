import { catalog, type GrappeEvents } from '#libs/contracts';
import type { EventStore } from '#libs/event-store';
import { calendarDate, contextOf, streamName } from '#libs/kernel';
import { CountedIds, countedUuid, ManualClock } from '#libs/kernel/testing';
import type { Happened } from '#libs/projections/testing';

type Published = Happened<GrappeEvents>;

const ids = new CountedIds(0x77);

/** Events of other contexts, each on a stream of its own. */
export async function publish(store: EventStore, ...events: readonly Published[]): Promise<void> {
  for (const { type, data } of events) {
    const id = ids.next();
    await store.append(streamName(contextOf(type), 'published', id), 'no-stream', [
      {
        id,
        type,
        schemaVersion: catalog.currentVersion(type) ?? 1,
        data,
        metadata: {
          recordedAt: new ManualClock().now(),
          effectiveAt: calendarDate('2016-01-01'),
          actor: { id: 'test' },
          correlationId: countedUuid(1),
          visibility: { kind: 'public' },
        },
      },
    ]);
  }
}

export function registeredCluster(clusterId: string, since = '2000-01-01'): Published {
  const facts = { kind: 'cluster', name: clusterId, nameKind: 'final', seat: 'Lyon' } as const;
  return { type: 'membership.ClusterRegistered', data: { clusterId, ...facts, departments: [], since } };
}

export function registeredOrganisation(organisationId: string): Published {
  const data = { organisationId, name: organisationId, kind: 'company', since: '1990-01-01' } as const;
  return { type: 'membership.OrganisationRegistered', data };
}
