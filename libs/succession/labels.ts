import type { GrappeEvents } from '#libs/contracts';
import { addMonths, calendarDate, earliest, inForceOn, latest } from '#libs/kernel';

type Rule = GrappeEvents['membership.LabelSchemeSet']['onHolderSuccession'];

/** What a scheme says of successions, in the order of days. */
export interface SuccessionRules {
  readonly versions: readonly {
    readonly since: string;
    readonly onHolderSuccession: Rule;
    readonly onIssuerSuccession: Rule;
  }[];
  /** From that day on nothing is awarded. */
  readonly withdrawnOn?: string | undefined;
}

/** Somebody has succeeded to the holder of a label, or to its issuer. */
export interface LabelPassing {
  readonly predecessorId: string;
  readonly successorId: string;
  readonly on: string;
  /** Of two entries of one company: what the one has, the other one has, by no rule of a scheme. */
  readonly asOne?: true | undefined;
  /** Of a merger that a court has annulled: the day from which that counts; what is given afterwards does not pass. */
  readonly annulledOn?: string | undefined;
  /** Of a body that its last members have restored since: what is given from that day on does not pass. */
  readonly restoredOn?: string | undefined;
  /** What a merger had passed goes back by its annulment, by no rule of a scheme. */
  readonly back?: true | undefined;
}

/** A label on its way through successions. */
export interface HeldLabel {
  readonly holderId: string;
  readonly since: string;
  /** The first day after it, with everything that bounds it; absent where it has no end. */
  readonly until?: string | undefined;
  /** Who held it before, up to which day. */
  readonly origins: readonly { readonly holderId: string; readonly until: string }[];
  /** What it waits for, and until when: then it is over, unless it comes. */
  readonly pending?: {
    readonly policy: 'consent' | 're-assess';
    readonly by: string;
    readonly until?: string | undefined;
  };
  /** Whether a succession has ended it. */
  readonly lapsed?: true | undefined;
}

const AUTOMATIC: Rule = { policy: 'automatic' };

/**
 * A label after its holder was succeeded to, by the policy that its scheme has on that day. One that had ended by then stays where it was. A scheme that was
 * withdrawn by then holds up nothing: the label passes as it was.
 */
export function heldAfter(label: HeldLabel, scheme: SuccessionRules, passing: LabelPassing): HeldLabel {
  if (label.holderId !== passing.predecessorId || !isHeldOn(label, passing.on) || isAfter(label, passing)) return label;
  if (passing.back === true) return returnedBy(label, passing);
  if (passing.asOne === true) return { ...label, holderId: passing.successorId };
  const on = dayOfPassing(label, passing);
  const after = boundBy(label, ruleOn(scheme, on, 'onHolderSuccession'), on);
  if (after.lapsed === true) return after;
  const origins = [...label.origins, { holderId: label.holderId, until: on }];
  return { ...after, holderId: passing.successorId, origins };
}

/** A label after its issuer was succeeded to: its holder stays, and the successor is the issuer. */
export function issuedAfter(label: HeldLabel, scheme: SuccessionRules, passing: LabelPassing): HeldLabel {
  if (!isHeldOn(label, passing.on) || passing.back === true || isAfter(label, passing)) return label;
  const on = dayOfPassing(label, passing);
  return boundBy(label, ruleOn(scheme, on, 'onIssuerSuccession'), on);
}

/** Whether it was awarded once its holder stood again. */
function isAfter({ since }: HeldLabel, { annulledOn, restoredOn }: LabelPassing): boolean {
  return [annulledOn, restoredOn].some((day) => day !== undefined && day <= since);
}

/** Whoever had it before the merger has it again, and it waits for nothing that the merger asked for. Only what came from there goes back. */
function returnedBy(label: HeldLabel, { predecessorId, successorId, on }: LabelPassing): HeldLabel {
  if (label.origins.at(-1)?.holderId !== successorId) return label;
  const { pending, ...held } = label;
  const origins = [...label.origins, { holderId: predecessorId, until: on }];
  return { ...held, ...(pending === undefined ? {} : { until: pending.until }), holderId: successorId, origins };
}

/** What the issuer's consent makes of a label that waits for one. */
export function consentedTo(label: HeldLabel, granted: boolean, on: string): HeldLabel {
  if (label.pending?.policy !== 'consent' || !isHeldOn(label, on)) return label;
  const { pending, ...held } = label;
  return granted ? { ...held, until: pending.until } : { ...held, until: on, lapsed: true };
}

/** A label after it was renewed, or re-assessed, up to a day: it waits for nothing any more. One that a succession has ended is not renewed. */
export function renewedTo({ pending: _pending, ...label }: HeldLabel, until: string | undefined): HeldLabel {
  return label.lapsed === true ? label : { ...label, until };
}

export function isHeldOn({ until }: Pick<HeldLabel, 'until'>, day: string): boolean {
  return until === undefined || day < until;
}

/** Whoever is awarded a label after its end has it from the first day on in the successor. */
function dayOfPassing({ since }: HeldLabel, { on }: LabelPassing): string {
  return latest(calendarDate(on), calendarDate(since));
}

function ruleOn(scheme: SuccessionRules, on: string, which: 'onHolderSuccession' | 'onIssuerSuccession'): Rule {
  const isWithdrawn = scheme.withdrawnOn !== undefined && scheme.withdrawnOn <= on;
  return (isWithdrawn ? undefined : inForceOn(scheme.versions, on)?.[which]) ?? AUTOMATIC;
}

function boundBy(label: HeldLabel, { policy, withinMonths = 0 }: Rule, on: string): HeldLabel {
  if (policy === 'automatic') return label;
  if (policy === 'lapse') return { ...label, until: on, lapsed: true };
  const by = addMonths(calendarDate(on), withinMonths);
  const until = label.until === undefined ? by : earliest(by, calendarDate(label.until));
  // Of two that it waits for, the consent comes first: it is none before.
  const before = label.pending;
  const strictest = before?.policy === 'consent' ? before.policy : policy;
  return {
    ...label,
    until,
    pending: { policy: strictest, by: until, until: before === undefined ? label.until : before.until },
  };
}
