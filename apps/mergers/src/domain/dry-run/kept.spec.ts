import { describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countedUuid, deciderIsIdempotent, specification } from '#libs/kernel/testing';
import { keptDryRun, type DryRunRejection, type KeepDryRun } from './kept.ts';

const dryRunId = countedUuid(1);
const operationId = countedUuid(2);
const other = countedUuid(3);
const kept = {
  ...{ participants: [countedUuid(4), countedUuid(5)], planVersion: 1, planHash: 'a'.repeat(64) },
  ...{ on: '2016-03-01', effectiveOn: '2016-03-31', position: 40, hash: 'b'.repeat(64) },
  totals: { members: 4, memberships: 5, merged: 1, lines: [{ part: 'members', count: 4 }] },
};
const keep = (changes: Partial<KeepDryRun> = {}): KeepDryRun => ({
  ...{ type: 'KeepDryRun', dryRunId, operationId, status: 'published', kept },
  ...changes,
});
const event = { type: 'DryRunKept', dryRunId, operationId, ...kept } as const;

describe('a dry run that is kept', () => {
  it('is what the ledger said then', () => {
    specification(keptDryRun).given().when(keep()).then(event);
  });

  it('stays what it was when it is kept again', () => {
    specification(keptDryRun)
      .given(event)
      .when(keep({ kept: { ...kept, position: 50 } }))
      .then();
  });

  it.each<[string, KeepDryRun, Partial<DryRunRejection>]>([
    [
      'of an operation that is not there',
      keep({ status: undefined, kept: undefined }),
      { type: 'MRG_OPERATION_NOT_FOUND' },
    ],
    ['without a plan', keep({ status: 'exploring', kept: undefined }), { type: 'MRG_NOTHING_TO_FORESEE' }],
  ])('is refused %s', (_which, command, refusal) => {
    specification(keptDryRun).given().when(command).refused(refusal);
  });

  it('has one operation', () => {
    specification(keptDryRun)
      .given(event)
      .when(keep({ operationId: other }))
      .refused({ type: 'MRG_DRY_RUN_EXISTS' });
  });

  deciderIsIdempotent(
    'kept dry run',
    keptDryRun,
    fc.array(fc.constantFrom(keep(), keep({ operationId: other }), keep({ kept: undefined })), { maxLength: 5 }),
  );
});
