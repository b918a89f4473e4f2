import { addMonths, calendarDate, earliest, latest } from '#libs/kernel';
import type { Passing } from '../cluster/passing.ts';
import { labelSchemeOn, type LabelScheme, type LabelSchemeVersion } from './label-scheme.ts';

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

type Rule = LabelSchemeVersion['onHolderSuccession'];
const AUTOMATIC: Rule = { policy: 'automatic' };

/**
 * A label after its holder was succeeded to, by the policy that its scheme has on that day. One that had ended by then stays where it was. A scheme that was
 * withdrawn by then holds up nothing: the label passes as it was.
 */
export function heldAfter(label: HeldLabel, scheme: LabelScheme, passing: Passing): HeldLabel {
  if (label.holderId !== passing.predecessorId || !isHeldOn(label, passing.on)) return label;
  if (passing.asOne === true) return { ...label, holderId: passing.successorId };
  const on = dayOfPassing(label, passing);
  const after = boundBy(label, ruleOn(scheme, on, 'onHolderSuccession'), on);
  if (after.lapsed === true) return after;
  const origins = [...label.origins, { holderId: label.holderId, until: on }];
  return { ...after, holderId: passing.successorId, origins };
}

/** A label after its issuer was succeeded to: its holder stays, and the successor is the issuer. */
export function issuedAfter(label: HeldLabel, scheme: LabelScheme, passing: Passing): HeldLabel {
  if (!isHeldOn(label, passing.on)) return label;
  const on = dayOfPassing(label, passing);
  return boundBy(label, ruleOn(scheme, on, 'onIssuerSuccession'), on);
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
function dayOfPassing({ since }: HeldLabel, { on }: Passing): string {
  return latest(calendarDate(on), calendarDate(since));
}

function ruleOn(scheme: LabelScheme, on: string, which: 'onHolderSuccession' | 'onIssuerSuccession'): Rule {
  const isWithdrawn = scheme.withdrawnOn !== undefined && scheme.withdrawnOn <= on;
  return (isWithdrawn ? undefined : labelSchemeOn(scheme, on)?.[which]) ?? AUTOMATIC;
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
