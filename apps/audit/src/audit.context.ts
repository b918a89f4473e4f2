import type { ContextDefinition } from '#libs/hosting';
import { auditQueries } from './http/audit.queries.ts';
import { privacyTable } from './http/privacy.queries.ts';
import { facts } from './read-models/facts/facts.projection.ts';
import { successions } from './read-models/successions/successions.projection.ts';
import { timelines } from './read-models/timelines/timelines.projection.ts';
import { operators } from './read-models/operators/operators.projection.ts';

/** The auditors' side: it reads what every context publishes and records nothing of its own. */
export const auditContext: ContextDefinition = {
  name: 'audit',
  port: 8105,
  aggregates: [],
  commands: [],
  projections: [facts, successions, timelines, operators],
  grants: operators,
  processManagers: [],
  queries: auditQueries,
  furtherQueries: [privacyTable],
};
