import type { ContextDefinition } from '#libs/hosting';
import { HistoryController } from './http/history.controller.ts';
import { LedgerController } from './http/ledger.controller.ts';
import { LineageController } from './http/lineage.controller.ts';
import { OfficesController } from './http/offices.controller.ts';
import { facts } from './read-models/facts/facts.projection.ts';
import { successions } from './read-models/successions/successions.projection.ts';
import { timelines } from './read-models/timelines/timelines.projection.ts';

/** The auditors' side: it reads what every context publishes and records nothing of its own. */
export const auditContext: ContextDefinition = {
  name: 'audit',
  port: 8105,
  aggregates: {},
  commands: [],
  projections: [facts, successions, timelines],
  processes: [],
  controllers: [HistoryController, LineageController, OfficesController, LedgerController],
};
