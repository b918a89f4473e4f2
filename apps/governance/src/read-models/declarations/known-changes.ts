import { isVisible, type NameReader } from '#libs/kernel';
import type { ReadModelQuery } from '#libs/projections';
import type { NamedCluster } from '#libs/process-managers';
import type { DeclaredChange } from '../../domain/declarations/changes.ts';
import type { ClusterSeats } from '../cluster-seats/cluster-seats.projection.ts';
import { administeringOffices, type OfficeModels } from '../offices/administering.ts';
import type { MandateView, OfficeDocument } from '../offices/offices.projection.ts';
import { changesOf, spellsOf } from './spells.ts';

/** A change with what it is about. */
export interface KnownChange extends DeclaredChange, Partial<Pick<OfficeDocument, 'officeId' | 'bodyId' | 'title'>> {
  readonly person?: MandateView['person'];
}

/** What changes of a cluster follow from. */
export interface ChangeModels extends OfficeModels {
  readonly clusters: Pick<ReadModelQuery<NamedCluster>, 'get'>;
  readonly seats: Pick<ReadModelQuery<ClusterSeats>, 'get'>;
}

/**
 * Everything of a cluster that is declared to the prefecture once it has come: who administers it, its statutes, its name and its seat. It follows from the facts, and is
 * stored nowhere. What is under embargo for the reader is not there; a code name is no name of the association.
 */
export async function changesKnown(
  clusterId: string,
  models: ChangeModels,
  reader: NameReader,
): Promise<readonly KnownChange[]> {
  const [held, cluster, statutes, seated] = await Promise.all([
    administeringOffices(clusterId, models),
    models.clusters.get(clusterId),
    models.statutes.get(clusterId),
    models.seats.get(clusterId),
  ]);
  const all: readonly KnownChange[] = [
    ...held.flatMap(changesIn),
    ...(statutes?.versions ?? []).map(({ statutesVersion, inForceFrom: day }) => ({
      ...{ kind: 'statutes' as const, statutesVersion, day },
    })),
    ...(cluster === undefined ? [] : namesOf(cluster, reader)),
    ...(seated === undefined ? [] : movesOf(seated)),
  ];
  return all.toSorted((a, b) => (a.day < b.day ? -1 : a.day === b.day ? 0 : 1));
}

function changesIn({ officeId, bodyId, title, mandates }: OfficeDocument): readonly KnownChange[] {
  return spellsOf(mandates)
    .flatMap(changesOf)
    .map(({ reference, mandate: { person }, day }) => ({ ...reference, day, officeId, bodyId, title, person }));
}

/** The first name is that of the registration. */
function namesOf({ names }: NamedCluster, reader: NameReader): readonly KnownChange[] {
  const open = names.filter(({ nameKind, embargoUntil }) => nameKind !== 'code' && isVisible({ embargoUntil }, reader));
  return open.flatMap(({ name, since: day }, index) =>
    index === 0 || name === open[index - 1]?.name ? [] : [{ kind: 'name' as const, name, day }],
  );
}

/** The first seat is that of the founding. */
function movesOf({ seats }: ClusterSeats): readonly KnownChange[] {
  return seats.flatMap(({ seat, since: day }, index) =>
    index === 0 || seat === seats[index - 1]?.seat ? [] : [{ kind: 'seat' as const, seat, day }],
  );
}
