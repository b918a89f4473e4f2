import { earliest, type CalendarDate } from '#libs/kernel';
import { firstAssembly, targetOf, type OperationFile } from '../rules/act.ts';
import { countingIn } from '../rules/counting.ts';
import { lastDayBefore } from '../rules/delay.ts';
import { consultingStaff } from '../rules/g10-staff-opinion.ts';
import { lastDayOfOppositions } from '../rules/g11-creditors.ts';
import { twoMonths } from '../rules/g2-two-months.ts';
import { notice } from '../rules/g3-notice.ts';
import { documents } from '../rules/g4-documents.ts';
import { needsAuditor } from '../rules/g5-auditor.ts';
import { versionOn, type Guard, type GuardId, type GuardQuestion } from '../rules/rule.ts';
import { earliestEffect } from './earliest-effect.ts';

export type StepName =
  | 'draft-plan'
  | 'record-consultation'
  | 'adopt-plan'
  | 'open-documents'
  | 'publish-notice'
  | 'record-vote'
  | 'take-effect';

/** The last day on which a step that remains can be taken for the target to be met. */
export interface Deadline {
  readonly step: StepName;
  readonly clusterId?: string | undefined;
  /** The guards that set the day; none where only the target does. */
  readonly guards: readonly GuardId[];
  readonly latest: CalendarDate;
  /** True where that day has passed. */
  readonly isTooLate: boolean;
}

export interface LegalCalendar {
  readonly target?: CalendarDate | undefined;
  readonly earliestEffect?: CalendarDate | undefined;
  readonly steps: readonly Deadline[];
  /** Until when the creditors of each participant may oppose, once every notice is published. */
  readonly oppositions: readonly { readonly clusterId: string; readonly until: CalendarDate }[];
}

/** When the effect can be lawful at the earliest, and by when each step that remains has to be taken for a target. */
export function legalCalendar(file: OperationFile, question: GuardQuestion, asked?: CalendarDate): LegalCalendar {
  const target = asked ?? targetOf(file);
  const oppositions = file.participants.flatMap(({ clusterId }) => {
    const until = lastDayOfOppositions(file, clusterId);
    return until === undefined ? [] : [{ clusterId, until }];
  });
  const steps = target === undefined || file.effectiveOn !== undefined ? [] : stepsUntil(target, file);
  return {
    target,
    earliestEffect: earliestEffect(file, question),
    steps: steps.map((step) => ({ ...step, isTooLate: step.latest < question.on })),
    oppositions,
  };
}

type Step = Omit<Deadline, 'isTooLate'>;

function stepsUntil(target: CalendarDate, file: OperationFile): readonly Step[] {
  const assemblies = withAssemblies(file, target);
  const first = firstAssembly(assemblies) ?? target;
  const ofBodies = file.participants.flatMap(({ clusterId }) => [
    ...bodySteps(clusterId, assemblies, first, target),
    ...(file.votes[clusterId]?.outcome === 'adopted'
      ? []
      : [{ step: 'record-vote', clusterId, guards: [], latest: target } as const]),
  ]);
  const boards = ofBodies.filter(({ step }) => step === 'adopt-plan').map((step) => step.latest);
  const isDrafted = file.plan?.plan.openPoints.length === 0;
  const draft: readonly Step[] =
    isDrafted || boards.length === 0 ? [] : [{ step: 'draft-plan', guards: [], latest: earliest(...boards) }];
  return [...draft, ...ofBodies, { step: 'take-effect', guards: ['G8'], latest: target }];
}

/** Every body with a day for its assembly: that on which it approved, that for which it is called, else the target. */
function withAssemblies(file: OperationFile, target: CalendarDate): OperationFile {
  const assemblies = file.participants.map(({ clusterId }) => {
    const vote = file.votes[clusterId];
    const approved = vote?.outcome === 'adopted' ? vote.on : undefined;
    return [clusterId, approved ?? earliest(file.assemblies[clusterId] ?? target, target)] as const;
  });
  return { ...file, votes: {}, assemblies: Object.fromEntries(assemblies) };
}

/** What a body has to do before its assembly; what it has done after the last day for it, it has done too late. */
function bodySteps(clusterId: string, file: OperationFile, first: CalendarDate, target: CalendarDate): readonly Step[] {
  const assembly = file.assemblies[clusterId] ?? target;
  const board = before(twoMonths, file, assembly);
  const noticed = before(notice, file, first, assembly);
  const { [clusterId]: published } = file.notices;
  const opened = earliest(before(documents, file, assembly), noticed, published?.on ?? noticed);
  const { [clusterId]: open } = file.documents;
  const isComplete = open !== undefined && (!needsAuditor(file) || open.auditorReport !== undefined);
  const adopted = file.adoptions[clusterId]?.on;
  const consulted = consultingStaff(file).includes(clusterId) ? file.consultations[clusterId]?.on : board;
  const step = (
    name: StepName,
    guards: readonly GuardId[],
    last: CalendarDate,
    takenOn: CalendarDate | undefined,
  ): readonly Step[] =>
    takenOn !== undefined && takenOn <= last ? [] : [{ step: name, clusterId, guards, latest: last }];
  const isUnion = file.kind === 'federation' || file.kind === 'restoration';
  const boards = [
    ...step('record-consultation', ['G10'], board, adopted ?? consulted),
    ...step('adopt-plan', isUnion ? [] : ['G2'], board, adopted),
  ];
  // Where nothing passes, members and creditors are informed in no time that the law sets.
  if (isUnion) return boards;
  return [
    ...boards,
    ...step('open-documents', needsAuditor(file) ? ['G4', 'G5'] : ['G4'], opened, isComplete ? open.on : undefined),
    ...step('publish-notice', ['G3'], noticed, published?.on),
  ];
}

/** The last day for what a guard wants before an assembly, under the version of the day of the vote; that day itself where there is none. */
function before(guard: Guard, file: OperationFile, assembly: CalendarDate, vote = assembly): CalendarDate {
  const { id, delay } = guard;
  if (delay === undefined || versionOn(guard, vote, file.kind) === undefined) return assembly;
  return lastDayBefore(delay, countingIn(file, id, delay).way, assembly);
}
