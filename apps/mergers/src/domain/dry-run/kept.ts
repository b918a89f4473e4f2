import type { DomainEvent, dryRunEvents } from '#libs/contracts';
import { accept, aggregate, cannotFollow, reject } from '#libs/kernel';
import type { Decision, EventOf, Refusal } from '#libs/kernel';

type DryRunEvent = EventOf<DomainEvent<typeof dryRunEvents>, 'DryRunKept'>;
type Kept = Omit<DryRunEvent, 'type' | 'dryRunId' | 'operationId'>;

/** Keeps a dry run. What it says was found by the row, from what stood in the ledger then; absent where the operation is not found. */
export interface KeepDryRun {
  readonly type: 'KeepDryRun';
  readonly dryRunId: string;
  readonly operationId: string;
  readonly status?: string | undefined;
  /** Absent where the operation has no plan that can take effect. */
  readonly kept?: Kept | undefined;
}

export type DryRunRejection =
  Refusal<'MRG_OPERATION_NOT_FOUND'> | Refusal<'MRG_DRY_RUN_EXISTS' | 'MRG_NOTHING_TO_FORESEE', 'found' | 'required'>;

interface DryRun {
  readonly of?: string | undefined;
}

/** One stream for each dry run that was kept; nothing happens to it afterwards. */
export const keptDryRun = aggregate({ context: 'mergers', name: 'dry-run', initial: {}, evolve, decide });

function evolve({ of }: DryRun, event: DryRunEvent): DryRun {
  if (of !== undefined) cannotFollow(event, 'it was kept before');
  return { of: event.operationId };
}

/** A repeat keeps nothing: the dry run stays what it was when it was kept. */
function decide(command: KeepDryRun, { of }: DryRun): Decision<DryRunEvent, DryRunRejection> {
  const { dryRunId, operationId, status, kept } = command;
  if (of === operationId) return accept();
  if (of !== undefined)
    return reject({ type: 'MRG_DRY_RUN_EXISTS', found: `a dry run of ${of}`, required: 'an id of its own' });
  if (status === undefined) return reject({ type: 'MRG_OPERATION_NOT_FOUND' });
  if (kept === undefined) {
    const required = 'an operation with a plan that has not taken effect';
    return reject({ type: 'MRG_NOTHING_TO_FORESEE', found: `the operation is ${status}`, required });
  }
  return accept({ type: 'DryRunKept', dryRunId, operationId, ...kept });
}
