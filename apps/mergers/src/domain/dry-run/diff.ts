import type { CalendarDate, Dated, DatedName, Term } from '#libs/kernel';
import type { Companies, Constraint, Held, Seat } from '#libs/succession';
import type { Started } from '../operation/operation.ts';
import type { RegisteredAntenna, RegisteredOrganisation } from '../register/entries.ts';
import type { OperationFile } from '../rules/act.ts';
import { guardStatuses } from '../rules/rule-book.ts';
import type { GuardQuestion } from '../rules/rule.ts';
import { constraintLines, constraintsBroken } from './constraints.ts';
import { forecast } from './forecast.ts';
import { foreseenEffect } from './foreseen-effect.ts';
import { governanceDiff, governanceLines } from './governance.ts';
import { fundingDiff } from './funding.ts';
import { holdingLines } from './holding-lines.ts';
import { NO_HOLDINGS, type Holdings, type Whole } from './holdings.ts';
import { contentHash, effectLine, type Line } from './lines.ts';
import { joiningLines, memberDiff, memberLines, membersOf, offered } from './members.ts';
import { labelsIssued, labelsPassing } from './labels-passing.ts';
import { agreementsPassing, networksPassing, partnersPassing, subsidiesPassing } from './passing.ts';
import { seatsOn } from './seats.ts';

/** A membership of a participant, or an application for one. */
export type Member = Held;

/** The bodies, offices and mandates of one participant, each with the days on which it holds. */
export interface Governance {
  readonly bodies: readonly (Term & {
    readonly bodyId: string;
    readonly names: readonly DatedName[];
    readonly kind: string;
    readonly constraints?: readonly Constraint[] | undefined;
  })[];
  readonly offices: readonly (Dated & { readonly officeId: string; readonly title: string })[];
  readonly mandates: readonly (Term & {
    readonly mandateId: string;
    readonly officeId: string;
    readonly bodyId: string;
    readonly person: { readonly personId: string; readonly name: string };
    readonly organisations?: Seat['organisations'] | undefined;
    readonly antennaId?: string | undefined;
    readonly gender?: Seat['gender'];
  })[];
}

type Names = Readonly<Record<string, string>>;

/** Everything a dry run looks at; it reads nothing else and writes nothing. */
export interface DryRunInput extends GuardQuestion {
  readonly file: OperationFile;
  readonly status: Started['status'];
  /** The memberships of the participants. */
  readonly members: readonly Member[];
  readonly governance: Readonly<Record<string, Governance>>;
  readonly clusterNames: Names;
  readonly antennaNames: Names;
  /** The antennas of the participants; those that are closed have a day. Default: none. */
  readonly antennas?: readonly RegisteredAntenna[] | undefined;
  /** The companies that seats are held for. Default: nothing is known of any. */
  readonly companies?: Companies | undefined;
  /** Those that the plan names, and that have ended. Default: none. */
  readonly organisations?: readonly RegisteredOrganisation[] | undefined;
  /** Default: none. */
  readonly holdings?: Holdings | undefined;
  /** Of a body that is to come back, the last day before it disappeared. */
  readonly eve?: CalendarDate | undefined;
  /** The day on which it took effect, where that is known. Default: the day on which the effect can be expected. */
  readonly effectiveOn?: CalendarDate | undefined;
}

/** What a dry run says, whole. */
export type Diff = ReturnType<typeof diff>;

/** Of which operation, on which day and of which version of its plan. */
export function madeOf({ file, status, on }: Pick<DryRunInput, 'file' | 'status' | 'on'>) {
  return { operationId: file.operationId, status, on, planVersion: file.plan?.version, planHash: file.plan?.hash };
}

/**
 * What an effect would change, whole; the members and mandates that it does not touch are not in it. The schema in which it is
 * answered says what each number means.
 */
export function diff(input: DryRunInput) {
  const { file } = input;
  const { expected, effectiveOn, foreseen, moves, lines, ...changes } = changesOf(input);
  const guards = guardStatuses(file, input);
  const inState = (state: (typeof guards)[number]['state']) => guards.filter((guard) => guard.state === state);
  return {
    ...madeOf(input),
    effectiveOn,
    hash: contentHash(lines),
    lines,
    members: { ...memberDiff(input, moves, foreseen), ...offered(input) },
    ...changes,
    guards: { passed: inState('passed'), failed: inState('failed'), notYetDue: inState('not-yet-due') },
    effect: expected,
  };
}

/** Everything that an effect would change, line by line. */
export function linesOf(input: DryRunInput): readonly Line[] {
  return changesOf(input).lines;
}

function changesOf(asked: DryRunInput) {
  const { file, on } = asked;
  // A body comes back alone: whoever was a member, held an office or had granted something is offered to decide anew.
  const nothing = { ...asked, members: [], governance: {}, holdings: NO_HOLDINGS };
  const input = file.kind === 'restoration' ? nothing : asked;
  const expected = forecast(input);
  const effectiveOn = input.effectiveOn ?? expected.expectedOn ?? on;
  const effect = foreseenEffect(input, effectiveOn);
  const moves = membersOf(input, effect);
  const governance = governanceDiff(input, effect);
  const constraints = constraintsBroken(input, effect, governance.mandatesBegun);
  const holdings = holdingsDiff(input, effect);
  const lines: readonly Line[] = [
    effectLine(file.operationId, effectiveOn),
    ...memberLines(moves),
    ...joiningLines(moves),
    ...governanceLines(input, governance),
    ...constraintLines(constraints),
    ...holdingLines(holdings),
  ];
  return { expected, effectiveOn, foreseen: effect, moves, lines, governance, constraints, ...holdings };
}

function holdingsDiff({ file, holdings = NO_HOLDINGS }: DryRunInput, effect: Whole) {
  return {
    labels: labelsPassing(holdings, effect),
    labelsIssued: labelsIssued(holdings, effect),
    subsidies: subsidiesPassing(holdings, effect),
    partners: partnersPassing(holdings, effect),
    agreements: agreementsPassing(holdings, effect),
    networks: networksPassing(holdings, effect),
    funding: fundingDiff(holdings, file, effect),
    seats: seatsOn(holdings, effect),
  };
}
