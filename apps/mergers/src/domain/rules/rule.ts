import type { CalendarDate } from '#libs/kernel';
import type { Act, ActName, OperationFile } from './act.ts';

export type GuardId = 'G1' | 'G2' | 'G6' | 'G7' | 'G8' | 'G12';

/** The refusal code of each guard's shortfall. */
export type GuardCode =
  | 'MRG_PLANS_DIFFER'
  | 'MRG_ASSEMBLY_TOO_EARLY'
  | 'MRG_STATUTES_UNKNOWN'
  | 'MRG_CONDITION_OPEN'
  | 'MRG_JOURNAL_OFFICIEL_MISSING'
  | 'MRG_EFFECT_TOO_EARLY'
  | 'MRG_BODY_ENGAGED';

/** What is missing for an act to be lawful. */
export interface Shortfall {
  readonly code: GuardCode;
  readonly found: string;
  readonly required: string;
  /** The first day on which the act would be lawful, where waiting is all that is missing. */
  readonly earliestLawfulDate?: CalendarDate | undefined;
}

/** The rule that passed an act; events carry it. */
export interface Verdict {
  readonly guard: string;
  readonly rule: string;
  readonly citation: string;
}

/** How a guard stands for an operation, or for one of its participants. */
export interface Standing {
  readonly clusterId?: string | undefined;
  /** The day of the act that was judged, or on which it would be judged: it chooses the version of the rule. */
  readonly actOn: CalendarDate;
  readonly state: 'passed' | 'failed' | 'not-yet-due';
  readonly found?: string | undefined;
  readonly required?: string | undefined;
  readonly earliestLawfulDate?: CalendarDate | undefined;
}

/** What the standing of a guard is asked with. */
export interface StandingQuestion {
  readonly on: CalendarDate;
  /** The other operation that binds a participant, by the participant's id (G12). */
  readonly engagements: Readonly<Record<string, string>>;
}

/** One version of one guard, in force on the days from `validFrom` to the day before `validTo`. */
export interface Rule {
  /** `<guard>.<year or name of the version>`; never reused. */
  readonly id: string;
  readonly guard: GuardId;
  readonly validFrom?: CalendarDate | undefined;
  readonly validTo?: CalendarDate | undefined;
  readonly citation: string;
  readonly at: readonly ActName[];
  /** What is missing for the act; undefined when nothing is. Asked only for the acts named in `at`. */
  check(act: Act, file: OperationFile): Shortfall | undefined;
  standing(file: OperationFile, question: StandingQuestion): readonly Standing[];
}

type ActOf<Name extends ActName> = Extract<Act, { readonly act: Name }>;

interface RuleDefinition<Name extends ActName> extends Omit<Rule, 'at' | 'check'> {
  readonly at: readonly Name[];
  check(act: ActOf<Name>, file: OperationFile): Shortfall | undefined;
}

/** Declares a version of a guard; `check` sees the acts that `at` names and no others. */
export function rule<const Name extends ActName>(definition: RuleDefinition<Name>): Rule {
  const asked = (act: Act): act is ActOf<Name> => definition.at.some((name) => name === act.act);
  return { ...definition, check: (act, file) => (asked(act) ? definition.check(act, file) : undefined) };
}

export function inForce({ validFrom, validTo }: Pick<Rule, 'validFrom' | 'validTo'>, on: CalendarDate): boolean {
  return (validFrom === undefined || on >= validFrom) && (validTo === undefined || on < validTo);
}
