export { reconcile, type ReconciledTopics, type ReconcileOptions } from './reconcile.ts';
export type { Finding, ReconcileReport } from './finding.ts';
