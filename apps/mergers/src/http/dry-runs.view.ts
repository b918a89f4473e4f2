import { z } from 'zod';
import type { Immutable } from '#libs/contracts';
import { keptDryRunSummary } from '../read-models/dry-runs/dry-runs.projection.ts';
import { DIFF_LISTS, dryRunView, type DryRun } from './dry-run.view.ts';

export const keptDryRunView = keptDryRunSummary
  .extend({
    isReproduced: z
      .boolean()
      .describe(
        'Whether the ledger makes the same of it as when it was kept: false where the hash is another one now.',
      ),
    diff: dryRunView,
  })
  .meta({ id: 'KeptDryRun', description: 'A dry run as it was kept, made again of what the ledger had then.' });

/** How many kept dry runs of an operation are listed: the last ones. */
export const LISTED = 100;

export const keptDryRunsView = z
  .strictObject({
    items: z.array(keptDryRunSummary).describe('In the order in which they were kept, the last ones.'),
    leftOff: z.int().min(0).describe('How many were kept before these.'),
  })
  .meta({ id: 'KeptDryRuns', description: 'The dry runs of an operation that were kept.' });

export const dryRunItemsView = z
  .strictObject({
    hash: keptDryRunSummary.shape.hash.describe('Of the whole dry run: pages of one hash are pages of one answer.'),
    list: z.enum(DIFF_LISTS),
    total: z.int().min(0),
    items: z.array(z.record(z.string(), z.unknown())).describe('As in the dry run itself, from `from` on.'),
    next: z.int().optional().describe('The `from` of the next page; absent on the last one.'),
  })
  .meta({ id: 'DryRunItems', description: 'A page of one list of a dry run that was kept.' });

export type KeptDryRun = Immutable<z.infer<typeof keptDryRunView>>;

/** A dry run without the names of persons, which can be erased while what is kept stays as it is. */
export function withoutPersons({ governance, ...diff }: DryRun): DryRun {
  const { mandatesEnded, mandatesBegun } = governance;
  return {
    ...diff,
    governance: { ...governance, mandatesEnded: unnamed(mandatesEnded), mandatesBegun: unnamed(mandatesBegun) },
  };
}

/** Items without the names of persons. */
export function unnamed<Item extends object>(items: readonly (Item & { readonly personName?: unknown })[]) {
  return items.map(({ personName: _name, ...item }) => item);
}
