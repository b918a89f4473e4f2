import type { CalendarDate } from '#libs/kernel';
import type { OperationFile } from '../../rules/act.ts';
import { lastApproval } from '../../rules/g8-effect-date.ts';
import type { Verdict } from '../../rules/rule.ts';
import { invariant } from '#libs/kernel';
import { predecessorsOf, type EventNamed } from '../operation.ts';

/** The public record of the effect, from the plan that every assembly approved. */
export function successionOf(
  file: OperationFile,
  effectiveOn: CalendarDate,
  verdicts: readonly Verdict[],
): EventNamed<'SuccessionTookEffect'> {
  const decidedOn = lastApproval(file);
  invariant(file.plan !== undefined && decidedOn !== undefined, 'an effect rests on an approved plan');
  const { version, hash, plan } = file.plan;
  return {
    type: 'SuccessionTookEffect',
    operationId: file.operationId,
    kind: file.kind,
    planVersion: version,
    planHash: hash,
    predecessors: predecessorsOf(file).map((clusterId) => ({ clusterId })),
    successor: { ...plan.successor, created: file.kind === 'fusion-creation' },
    newAntennas: plan.newAntennas,
    antennaMapping: plan.antennaMapping,
    transitionalGovernance: plan.transitionalGovernance,
    decidedOn,
    effectiveOn,
    ...(plan.accountingDate === undefined ? {} : { accountingOn: plan.accountingDate }),
    verdicts,
  };
}
