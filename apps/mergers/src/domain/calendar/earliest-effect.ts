import { latest, type CalendarDate } from '#libs/kernel';
import { movedTo, type Act, type OperationFile } from '../rules/act.ts';
import { needsAuditor } from '../rules/g5-auditor.ts';
import { effectDay, lastApproval } from '../rules/g8-effect-date.ts';
import { firstLawfulDay } from '../rules/rule-book.ts';
import type { GuardQuestion } from '../rules/rule.ts';

/**
 * The first lawful day of the effect if every step that remains is taken as soon as it is lawful, from the day asked about on: boards adopt, documents are opened and
 * notices published that day, each assembly meets on its first lawful day, conditions are lifted and a new body is published by then. Undefined without a plan
 * that can be adopted, or where no waiting makes a vote lawful.
 */
export function earliestEffect(file: OperationFile, { on, clauseOn }: GuardQuestion): CalendarDate | undefined {
  if (file.effectiveOn !== undefined) return file.effectiveOn;
  if (file.plan === undefined || file.plan.plan.openPoints.length > 0) return undefined;
  const prepared = withBallots(preparedOn(latest(on, file.plan.draftedOn), file), on, clauseOn);
  const approvedOn = lastApproval(prepared);
  if (approvedOn === undefined) return undefined;
  const lifted = file.plan.plan.conditions.map(({ conditionId }) => {
    const record = file.conditions[conditionId];
    return [
      conditionId,
      record === undefined || record.status === 'failed' ? { status: 'fulfilled' as const, on } : record,
    ] as const;
  });
  return effectDay({ ...prepared, conditions: Object.fromEntries(lifted) }, approvedOn);
}

/** With every adoption, opinion, documents and notice; those that are missing on a day. */
export function preparedOn(day: CalendarDate, file: OperationFile): OperationFile {
  const planHash = file.plan?.hash ?? '';
  const auditorReport = needsAuditor(file) ? { date: day } : undefined;
  const bodies = file.participants.map(({ clusterId }) => clusterId);
  const all = <T>(known: Readonly<Record<string, T>>, missing: T) => ({
    ...Object.fromEntries(bodies.map((clusterId) => [clusterId, missing])),
    ...known,
  });
  // Documents that lack the report are opened anew, and the own notice is published anew with them.
  const complete = bodies.filter((clusterId) => {
    const opened = file.documents[clusterId];
    return opened !== undefined && (auditorReport === undefined || opened.auditorReport !== undefined);
  });
  const only = <T>(known: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(known).filter(([clusterId]) => complete.includes(clusterId)));
  return {
    ...file,
    consultations: all(file.consultations, { on: day }),
    adoptions: all(file.adoptions, { planHash, on: day }),
    documents: all(only(file.documents), { on: day, auditorReport }),
    notices: all(only(file.notices), { on: day }),
  };
}

/** With every assembly: those that have not approved meet on their first lawful day. */
function withBallots(file: OperationFile, on: CalendarDate, clauseOn: GuardQuestion['clauseOn']): OperationFile {
  const approved = Object.fromEntries(Object.entries(file.votes).filter(([, { outcome }]) => outcome === 'adopted'));
  const open = { ...file, votes: approved, assemblies: {} };
  const met = file.participants.flatMap(({ clusterId }) => {
    if (clusterId in approved) return [];
    const from = latest(on, file.adoptions[clusterId]?.on ?? on);
    const vote: Act = {
      act: 'vote',
      clusterId,
      on: from,
      clause: undefined,
      clauseOn: (day) => clauseOn(clusterId, day),
    };
    const day = firstLawfulDay(movedTo(vote, from), open);
    return day === undefined ? [] : [[clusterId, { outcome: 'adopted' as const, on: day }] as const];
  });
  return { ...open, votes: { ...approved, ...Object.fromEntries(met) } };
}
