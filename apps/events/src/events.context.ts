import type { ContextDefinition } from '#libs/hosting';
import { community } from './domain/communities/community.ts';
import { gathering } from './domain/gathering/gathering.ts';
import { communityQueries } from './http/communities.queries.ts';
import { communityCommands } from './http/communities.rows.ts';
import { gatheringQueries } from './http/gatherings.queries.ts';
import { gatheringCommands } from './http/gatherings.rows.ts';
import { antennas } from './read-models/antennas/antennas.projection.ts';
import { clusters } from './read-models/clusters/clusters.projection.ts';
import { communities } from './read-models/communities/communities.projection.ts';
import { gatherings } from './read-models/gatherings/gatherings.projection.ts';
import { operators } from './read-models/operators/operators.projection.ts';
import { organisations } from './read-models/organisations/organisations.projection.ts';

/** The life of a cluster: what it organises, the communities that it keeps, and what takes place in them. */
export const eventsContext: ContextDefinition = {
  name: 'events',
  port: 8107,
  aggregates: [community, gathering],
  commands: [communityCommands, gatheringCommands],
  queries: [...communityQueries, ...gatheringQueries],
  projections: [communities, gatherings, clusters, antennas, organisations, operators],
  grants: operators,
  processManagers: [],
};
