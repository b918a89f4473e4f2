import type { ContextDefinition } from '#libs/hosting';
import { accompaniment } from './domain/accompaniment/accompaniment.ts';
import { call } from './domain/call/call.ts';
import { incubator } from './domain/incubator/incubator.ts';
import { introduction } from './domain/introductions/introduction.ts';
import { occupancy } from './domain/occupancy/occupancy.ts';
import { partner } from './domain/partner/partner.ts';
import { session } from './domain/support/session.ts';
import { accompanimentQueries } from './http/accompaniments.queries.ts';
import { accompanimentCommands } from './http/accompaniments.rows.ts';
import { selection } from './domain/selection/selection.ts';
import { callQueries } from './http/calls.queries.ts';
import { callCommands } from './http/calls.rows.ts';
import { incubationQueries } from './http/incubation.queries.ts';
import { incubatorCommands } from './http/incubators.rows.ts';
import { introductionCommands } from './http/introductions.rows.ts';
import { introductionQueries } from './http/introductions.queries.ts';
import { occupancyCommands } from './http/occupancies.rows.ts';
import { occupancyQueries } from './http/occupancies.queries.ts';
import { partnerCommands } from './http/partners.rows.ts';
import { sessionCommands } from './http/sessions.rows.ts';
import { sessionQueries } from './http/sessions.queries.ts';
import { incubationRestoration } from './policies/restoration.policy.ts';
import { latePartners } from './policies/late-partners.policy.ts';
import { incubationSuccession } from './policies/succession.policy.ts';
import { accompaniments } from './read-models/accompaniments/accompaniments.projection.ts';
import { selectionCommands } from './http/selections.rows.ts';
import { calls } from './read-models/calls/calls.projection.ts';
import { selections } from './read-models/selections/selections.projection.ts';
import { incubators } from './read-models/incubators/incubators.projection.ts';
import { introductions } from './read-models/introductions/introductions.projection.ts';
import { occupancies } from './read-models/occupancies/occupancies.projection.ts';
import { partners } from './read-models/partners/partners.projection.ts';
import { clusters } from './read-models/clusters/clusters.projection.ts';
import { organisations } from './read-models/organisations/organisations.projection.ts';
import { successions } from './read-models/successions/successions.projection.ts';
import { sessions } from './read-models/sessions/sessions.projection.ts';
import { operators } from './read-models/operators/operators.projection.ts';

/** Incubators, their calls for projects, who is inside and who waits, what is done for those inside, their partners, and the seats that partners hold in the steering body. */
export const incubationContext: ContextDefinition = {
  name: 'incubation',
  port: 8104,
  aggregates: [
    incubator,
    partner,
    occupancy,
    call,
    selection,
    accompaniment,
    session,
    introduction,
    incubationSuccession.aggregate,
  ],
  commands: [
    incubatorCommands,
    partnerCommands,
    occupancyCommands,
    callCommands,
    selectionCommands,
    accompanimentCommands,
    sessionCommands,
    introductionCommands,
  ],
  projections: [
    incubators,
    partners,
    occupancies,
    calls,
    selections,
    accompaniments,
    sessions,
    introductions,
    successions,
    clusters,
    organisations,
    operators,
  ],
  grants: operators,
  processManagers: [incubationSuccession, latePartners, incubationRestoration],
  queries: [
    ...incubationQueries,
    ...occupancyQueries,
    ...callQueries,
    ...accompanimentQueries,
    ...sessionQueries,
    ...introductionQueries,
  ],
};
