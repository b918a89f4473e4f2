import type { Projection, ReadModelQuery } from '#libs/projections';
import { heirsOf } from '#libs/succession';
import { kinshipOf, type Relations } from '../../domain/selection/conflicts.ts';
import { organisations } from '../organisations/organisations.projection.ts';
import { partners } from '../partners/partners.projection.ts';
import { successions } from '../successions/successions.projection.ts';

/** What relations are read from. */
export const RELATIONS = [organisations, partners, successions] as const;

/** The models of a query, or the copies of a command. */
interface Models {
  of<Events extends object, Document extends object>(
    projection: Projection<Events, Document>,
  ): ReadModelQuery<Document> | Promise<ReadModelQuery<Document>>;
}

/** How bodies hang together on a day: by mergers of companies and of clusters, and as partners of an incubator. */
export async function relationsIn(models: Models, incubatorId: string, day: string): Promise<Relations> {
  const [companies, mergers, held] = await Promise.all([
    (await models.of(organisations)).all({ ended_how: ['succeeded', 'duplicate'] }),
    (await models.of(successions)).all({}),
    (await models.of(partners)).all({ incubator_id: incubatorId }),
  ]);
  const byCompanies = companies.flatMap(({ organisationId, ended }) =>
    ended?.heirId === undefined || ended.on > day ? [] : [[organisationId, ended.heirId] as const],
  );
  const byClusters = mergers
    .filter(({ effectiveOn, annulledOn }) => effectiveOn <= day && (annulledOn === undefined || day < annulledOn))
    .flatMap((merger) =>
      merger.predecessors.flatMap(({ clusterId: from }) =>
        heirsOf(merger).map(({ clusterId: to }) => [from, to] as const),
      ),
    );
  const current = held.filter(({ since, until }) => since <= day && day < until);
  return {
    ...kinshipOf([...byCompanies, ...byClusters]),
    partners: new Set(current.map(({ holder }) => holder.id)),
  };
}
