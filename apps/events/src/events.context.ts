import type { ContextDefinition } from '#libs/hosting';
import { community } from './domain/communities/community.ts';
import { communityQueries } from './http/communities.queries.ts';
import { communityCommands } from './http/communities.rows.ts';
import { antennas } from './read-models/antennas/antennas.projection.ts';
import { clusters } from './read-models/clusters/clusters.projection.ts';
import { communities } from './read-models/communities/communities.projection.ts';
import { operators } from './read-models/operators/operators.projection.ts';
import { organisations } from './read-models/organisations/organisations.projection.ts';

/** The life of a cluster: the communities that it keeps, and what takes place in them. */
export const eventsContext: ContextDefinition = {
  name: 'events',
  port: 8107,
  aggregates: [community],
  commands: [communityCommands],
  queries: [...communityQueries],
  projections: [communities, clusters, antennas, organisations, operators],
  grants: operators,
  processManagers: [],
};
