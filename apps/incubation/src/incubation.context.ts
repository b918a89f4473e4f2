import type { ContextDefinition } from '#libs/hosting';
import { incubator } from './domain/incubator/incubator.ts';
import { occupancy } from './domain/occupancy/occupancy.ts';
import { partner } from './domain/partner/partner.ts';
import { incubationQueries } from './http/incubation.queries.ts';
import { incubatorCommands } from './http/incubators.rows.ts';
import { occupancyCommands } from './http/occupancies.rows.ts';
import { occupancyQueries } from './http/occupancies.queries.ts';
import { partnerCommands } from './http/partners.rows.ts';
import { incubationRestoration } from './policies/restoration.policy.ts';
import { latePartners } from './policies/late-partners.policy.ts';
import { incubationSuccession } from './policies/succession.policy.ts';
import { incubators } from './read-models/incubators/incubators.projection.ts';
import { occupancies } from './read-models/occupancies/occupancies.projection.ts';
import { partners } from './read-models/partners/partners.projection.ts';
import { clusters } from './read-models/clusters/clusters.projection.ts';
import { organisations } from './read-models/organisations/organisations.projection.ts';
import { successions } from './read-models/successions/successions.projection.ts';
import { operators } from './read-models/operators/operators.projection.ts';

/** Incubators, who is inside and who waits, their partners, and the seats that partners hold in the steering body. */
export const incubationContext: ContextDefinition = {
  name: 'incubation',
  port: 8104,
  aggregates: [incubator, partner, occupancy, incubationSuccession.aggregate],
  commands: [incubatorCommands, partnerCommands, occupancyCommands],
  projections: [incubators, partners, occupancies, successions, clusters, organisations, operators],
  grants: operators,
  processManagers: [incubationSuccession, latePartners, incubationRestoration],
  queries: [...incubationQueries, ...occupancyQueries],
};
