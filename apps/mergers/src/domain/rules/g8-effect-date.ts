import { calendarDate, latest, type CalendarDate } from '#libs/kernel';
import type { OperationFile } from './act.ts';
import { conditionsLiftedOn } from './g7-conditions.ts';
import { rule, type Rule, type Shortfall, type Standing, type StandingQuestion } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

/** The day of the last favourable deliberation; undefined until every assembly has approved. */
export function lastApproval(file: Pick<OperationFile, 'participants' | 'votes'>): CalendarDate | undefined {
  const days = file.participants.flatMap(({ clusterId }) => {
    const vote = file.votes[clusterId];
    return vote?.outcome === 'adopted' ? [vote.on] : [];
  });
  return days.length < file.participants.length ? undefined : latest(...days);
}

/**
 * The day of legal effect: the treaty's where it sets one; else, for a new body, its publication in the Journal officiel; else
 * the last deliberation. Never before the last approval, nor before the last blocking condition was lifted.
 * Undefined while one of the facts that it rests on is missing.
 */
export function effectDay(file: OperationFile, journalOfficielOn?: CalendarDate): CalendarDate | undefined {
  const approvedOn = lastApproval(file);
  if (approvedOn === undefined || file.plan === undefined) return undefined;
  const floor = latest(approvedOn, conditionsLiftedOn(file) ?? approvedOn);
  const treaty = file.plan.plan.effectDate;
  if (treaty !== undefined) return latest(calendarDate(treaty), floor);
  if (file.kind === 'fusion-absorption') return floor;
  return journalOfficielOn === undefined ? undefined : latest(journalOfficielOn, floor);
}

const REQUIRED =
  "the treaty's date, else the publication of a new body in the Journal officiel, else the last deliberation";

function tooEarly(
  on: CalendarDate,
  file: OperationFile,
  journalOfficielOn: CalendarDate | undefined,
): Shortfall | undefined {
  const lawfulFrom = effectDay(file, journalOfficielOn);
  if (lawfulFrom === undefined) {
    return {
      code: 'MRG_JOURNAL_OFFICIEL_MISSING',
      found: 'neither a date in the treaty nor a publication in the Journal officiel',
      required: 'the day on which the declaration of the new body was published in the Journal officiel',
    };
  }
  if (on >= lawfulFrom) return undefined;
  return {
    code: 'MRG_EFFECT_TOO_EARLY',
    found: `effect asked for on ${on}`,
    required: `${REQUIRED}: ${lawfulFrom}`,
    earliestLawfulDate: lawfulFrom,
  };
}

function standing(file: OperationFile, { on }: StandingQuestion): readonly Standing[] {
  if (file.effectiveOn !== undefined) return [{ actOn: file.effectiveOn, state: 'passed' }];
  return [{ actOn: on, state: 'not-yet-due', required: REQUIRED, earliestLawfulDate: effectDay(file) }];
}

/** G8: the day of legal effect. */
export const effectDate: readonly Rule[] = [
  rule({
    id: 'G8.contract',
    guard: 'G8',
    validTo: DECREE_IN_FORCE,
    citation: texts.newBody1901,
    at: ['take-effect'],
    check: ({ on, journalOfficielOn }, file) => tooEarly(on, file, journalOfficielOn),
    standing,
  }),
  rule({
    id: 'G8.2015',
    guard: 'G8',
    validFrom: DECREE_IN_FORCE,
    citation: texts.effect,
    at: ['take-effect'],
    check: ({ on, journalOfficielOn }, file) => tooEarly(on, file, journalOfficielOn),
    standing,
  }),
];
