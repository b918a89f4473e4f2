import type { AppliedClause } from '#libs/ballot';
import type { CalendarDate } from '#libs/kernel';
import type { CountingWay, Delay } from './delay.ts';
import type { Act, ActName, ActNamed, OperationFile, OperationKind } from './act.ts';

export type GuardId = 'G1' | 'G2' | 'G3' | 'G4' | 'G5' | 'G6' | 'G7' | 'G8' | 'G9' | 'G10' | 'G11' | 'G12';

/** The refusal code of each guard's shortfall. */
export type GuardCode =
  | 'MRG_PLANS_DIFFER'
  | 'MRG_PLAN_HAS_OPEN_POINTS'
  | 'MRG_ASSEMBLY_TOO_EARLY'
  | 'MRG_NOTICE_MISSING'
  | 'MRG_NOTICE_TOO_LATE'
  | 'MRG_DOCUMENTS_MISSING'
  | 'MRG_DOCUMENTS_TOO_LATE'
  | 'MRG_AUDITOR_REPORT_MISSING'
  | 'MRG_AUDITOR_REPORT_TOO_LATE'
  | 'MRG_REVISED_SINCE'
  | 'MRG_STAFF_NOT_CONSULTED'
  | 'MRG_OPPOSITION_TOO_LATE'
  | 'MRG_CLAIM_NOT_OLDER'
  | 'MRG_STATUTES_UNKNOWN'
  | 'MRG_CONDITION_OPEN'
  | 'MRG_JOURNAL_OFFICIEL_MISSING'
  | 'MRG_EFFECT_TOO_EARLY'
  | 'MRG_BODY_ENGAGED';

/** A sentence in the languages of this house. */
export type Words = readonly [english: string, french: string];

interface Sentences {
  readonly found: string;
  readonly required: string;
}

/** A delay as it was counted for one act. */
export interface CountedDelay extends Delay {
  readonly way: CountingWay;
  /** Why it is counted so, where the plan chose the way. */
  readonly basis?: string | undefined;
  /** From the day of what. */
  readonly since: 'adoption' | 'notice' | 'documents';
  readonly from: CalendarDate;
  /** The days from then to the act. */
  readonly days: number;
}

/** What is missing for an act to be lawful. */
export interface Shortfall extends Sentences {
  readonly code: GuardCode;
  readonly inFrench: Sentences;
  /** The first day on which the act would be lawful, where waiting is all that is missing. */
  readonly earliestLawfulDate?: CalendarDate | undefined;
  /** The last day on which it would have been lawful, where it comes too late. */
  readonly latestLawfulDate?: CalendarDate | undefined;
  readonly delay?: CountedDelay | undefined;
  /** True where nothing that is still to come can correct it: the act fails. */
  readonly isFailure?: boolean;
}

export function shortfall(
  code: GuardCode,
  [found, trouve]: Words,
  [required, requis]: Words,
  more: Partial<Pick<Shortfall, 'earliestLawfulDate' | 'latestLawfulDate' | 'delay' | 'isFailure'>> = {},
): Shortfall {
  return { code, found, required, inFrench: { found: trouve, required: requis }, ...more };
}

/** The rule that passed an act; events carry it. */
export interface Verdict {
  readonly guard: string;
  readonly rule: string;
  readonly citation: string;
}

/** The status of a guard for an operation, or for one of its participants, under the version of the day of the act. */
export interface GuardStatus extends Verdict {
  readonly clusterId?: string | undefined;
  /** The day of the act that was judged, or on which it would be judged: it chooses the version of the rule. */
  readonly actOn: CalendarDate;
  readonly state: 'passed' | 'failed' | 'not-yet-due';
  readonly found?: string | undefined;
  readonly required?: string | undefined;
  /** The same in French. */
  readonly inFrench?: Partial<Sentences> | undefined;
  /** From the day asked about on: that day itself where the act would be lawful on it. */
  readonly earliestLawfulDate?: CalendarDate | undefined;
}

/** What the status of a guard is computed from. */
export interface GuardQuestion {
  readonly on: CalendarDate;
  /** The other operation that binds a participant, by the participant's id (G12). */
  readonly engagements: Readonly<Record<string, string>>;
  /** The dissolution clause in force in a participant on a day, where one is known (G6). */
  readonly clauseOn: (clusterId: string, day: CalendarDate) => AppliedClause | undefined;
}

/** An act that a guard governs in an operation: as it was done, or as it would be done on the day asked about. */
export interface Occasion<Governed extends Act = Act> {
  readonly clusterId?: string | undefined;
  readonly act: Governed;
  /**
   * `done`; `in-vain`: done, and it came to nothing; `to-come`: the guard has not passed before it is done; `settled`: no act is
   * waited for, the guard has passed as soon as nothing is missing.
   */
  readonly state: 'done' | 'in-vain' | 'to-come' | 'settled';
  /** What to say where the check has nothing to say. */
  readonly note?: Partial<Sentences> & { readonly inFrench: Partial<Sentences> };
}

/** What is missing for the act; undefined when nothing is. */
type Check<Governed> = (act: Governed, file: OperationFile) => Shortfall | undefined;

/** One version of one guard, in force on the days from `validFrom` to the day before `validTo`. */
export interface RuleVersion<Governed = Act> {
  /** `<guard>.<year or name of the version>`; never reused. */
  readonly id: string;
  readonly validFrom?: CalendarDate | undefined;
  readonly validTo?: CalendarDate | undefined;
  readonly citation: string;
  /** Where this version asks for something else than the guard's own check. */
  readonly check?: Check<Governed>;
}

/**
 * What a guard says where clusters federate: nothing passes, so that art. 9 bis and its decree have no word in it. `none`: neither has the guard; else the
 * text under which it asks for the same.
 */
type OfUnions = 'none' | Pick<RuleVersion, 'id' | 'citation'>;

/** A delay of a guard: kept before an act, or within which something may be done. */
export interface GuardDelay extends Delay {
  readonly runs: 'before-the-act' | 'within';
  /** The way in which it is counted unless the plan chooses another one, with its basis. */
  readonly way: CountingWay;
  readonly basis: string;
}

/** One guard with all its versions. Its status and the earliest lawful day are not written: they follow from `check`. */
export interface Guard<Governed extends Act = Act> {
  readonly id: GuardId;
  /** In the order of their days, without a day in two. */
  readonly versions: readonly RuleVersion<Governed>[];
  /** Default: the same versions. */
  readonly ofUnions?: OfUnions | undefined;
  /** The same where a body that had disappeared comes back, of which no article of theirs speaks. Default: `none`. */
  readonly ofRestorations?: OfUnions | undefined;
  readonly at: readonly Governed['act'][];
  /** What it asks for, in one sentence. */
  readonly summary: Words;
  /** The delay that it asks for. */
  readonly delay?: GuardDelay | undefined;
  /** Whether it has a word in this act of this operation; where it has none, no verdict is recorded. Default: always. */
  readonly applies?: ((act: Governed, file: OperationFile) => boolean) | undefined;
  /** Asked only for the acts named in `at`. */
  readonly check: Check<Governed>;
  /** The acts of an operation that it governs: one for each participant, or one for all. */
  readonly occasions: (file: OperationFile, question: GuardQuestion) => readonly Occasion<Governed>[];
}

/** Declares a guard; `check` sees the acts that `at` names and no others. */
export function guard<const Name extends ActName>(
  definition: Omit<Guard<ActNamed<Name>>, 'at'> & { readonly at: readonly Name[] },
): Guard {
  const isGoverned = (act: Act): act is ActNamed<Name> => definition.at.some((name) => name === act.act);
  const only =
    (check: Check<ActNamed<Name>>): Check<Act> =>
    (act, file) =>
      isGoverned(act) ? check(act, file) : undefined;
  const versions = definition.versions.map(({ check, ...version }) =>
    check === undefined ? version : { ...version, check: only(check) },
  );
  const { applies } = definition;
  return {
    ...definition,
    versions,
    check: only(definition.check),
    applies: (act, file) => isGoverned(act) && (applies === undefined || applies(act, file)),
  };
}

/** The version of a guard that judges an act: undefined where it has no word in it. */
export function versionFor(guard: Guard, act: Act, file: OperationFile): RuleVersion | undefined {
  return guard.applies?.(act, file) === false ? undefined : versionOn(guard, act.on, file.kind);
}

/** The version in force on a day for a kind of operation; undefined where the guard did not exist then, or has no word in that kind. */
export function versionOn(
  { versions, ofUnions, ofRestorations = 'none' }: Guard,
  on: CalendarDate,
  kind: OperationKind = 'fusion-absorption',
): RuleVersion | undefined {
  if (kind === 'restoration') return ofRestorations === 'none' ? undefined : ofRestorations;
  if (kind === 'federation' && ofUnions !== undefined) return ofUnions === 'none' ? undefined : ofUnions;
  return versions.find(
    ({ validFrom, validTo }) => (validFrom === undefined || on >= validFrom) && (validTo === undefined || on < validTo),
  );
}
