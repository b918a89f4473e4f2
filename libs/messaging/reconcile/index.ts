export { reconcile } from './reconcile.ts';
export type { ReconciledTopics, ReconcileOptions } from './options.ts';
export type { ReconcileReport, RepairReport } from './report.ts';
export { FINDING_KINDS, type Finding, type FindingKind } from './finding.ts';
export type { ReconcilePhase, ReconcileProgress } from './meter.ts';
export type { PartitionOf } from './stretch.ts';
export type { TopicMessage } from './topic-message.ts';
