import { z } from 'zod';
import { dryRunEvents, type GrappeEvents, type Immutable } from '#libs/contracts';
import { AS_RECORDED, creates, projection } from '#libs/projections';

export const keptDryRunSummary = dryRunEvents.DryRunKept.schema
  .extend({ keptAt: z.string().describe('The instant at which it was kept.') })
  .meta({ id: 'KeptDryRunSummary', description: 'A dry run that was kept: what it was made from, and its hash.' });

export type KeptDryRunDocument = Immutable<z.infer<typeof keptDryRunSummary>>;

/** The dry runs that were kept. What each says is made again of what the ledger had then. */
export const dryRuns = projection<GrappeEvents, KeptDryRunDocument>({
  name: 'mergers.dry-runs',
  version: 1,
  order: AS_RECORDED,
  subject: 'mergers.dry-run',
  columns: { operation_id: { type: 'text', from: 'operationId' } },
  indexes: [['operation_id']],
  key: 'dryRunId',
  on: {
    'mergers.DryRunKept': creates(({ data, metadata }) => ({ ...data, keptAt: metadata.recordedAt })),
  },
});
