import type { ContextDefinition } from '#libs/hosting';
import { embargoManager } from '#libs/process-managers';
import { keptDryRun } from './domain/dry-run/kept.ts';
import { reckonedEffect } from './domain/dry-run/reckoned.ts';
import { engagement } from './domain/engagement/engagement.ts';
import { operation } from './domain/operation/operation.decide.ts';
import { dryRunQueries } from './http/dry-runs.queries.ts';
import { dryRunCommands } from './http/dry-runs.rows.ts';
import { HOLDING_MODELS } from './http/holdings.reader.ts';
import { operationCommands } from './http/operations.rows.ts';
import { operationQueries } from './http/operations.queries.ts';
import { effectOnItsDay } from './policies/effect-on-its-day.ts';
import { effectReckoned } from './policies/effect-reckoned.ts';
import { remindersOfOperations } from './policies/reminders.ts';
import { referencesMoved } from './policies/references-moved.ts';
import { antennas } from './read-models/antennas/antennas.projection.ts';
import { asideNotices, asides } from './read-models/asides/asides.projection.ts';
import { clusters } from './read-models/clusters/clusters.projection.ts';
import { consents } from './read-models/consents/consents.projection.ts';
import { dryRuns } from './read-models/dry-runs/dry-runs.projection.ts';
import { engagements } from './read-models/engagements/engagements.projection.ts';
import { governanceOfClusters } from './read-models/governance/governance.projection.ts';
import { memberLists } from './read-models/member-lists/member-lists.projection.ts';
import { operations } from './read-models/operations/operations.projection.ts';
import { organisationNames } from './read-models/organisations/organisations.projection.ts';
import { participations } from './read-models/participations/participations.projection.ts';
import { reckonedEffects } from './read-models/reckoned-effects/reckoned-effects.projection.ts';
import { seats } from './read-models/seats/seats.projection.ts';
import { statutes } from './read-models/statutes/statutes.projection.ts';
import { operators } from './read-models/operators/operators.projection.ts';

const embargo = embargoManager('mergers');

/** Mergers of associations: operations from exploration to closing, judged under the law of the day of each act. */
export const mergersContext: ContextDefinition = {
  name: 'mergers',
  port: 8103,
  aggregates: [operation, engagement, keptDryRun, reckonedEffect, embargo.aggregate],
  commands: [operationCommands, dryRunCommands],
  projections: [
    operations,
    participations,
    engagements,
    statutes,
    memberLists,
    organisationNames,
    clusters,
    antennas,
    asides,
    consents,
    seats,
    governanceOfClusters,
    dryRuns,
    reckonedEffects,
    ...HOLDING_MODELS,
    operators,
  ],
  grants: operators,
  processManagers: [referencesMoved, effectOnItsDay, remindersOfOperations, effectReckoned, embargo],
  notices: asideNotices,
  queries: [...operationQueries, ...dryRunQueries],
};
