import {
  accept,
  acceptUnless,
  addDays,
  addMonths,
  byType,
  calendarDate,
  chronicle,
  latest,
  reject,
} from '#libs/kernel';
import type { Chronicled, CommandFor, Decision, EventOf, Refusal } from '#libs/kernel';
import {
  bodyMissing,
  labelSchemeOn,
  notAwardingOn,
  type BodyMissing,
  type KnownBody,
  type LabelScheme,
} from './label-scheme.ts';
import { endOf, evolveLabel, noLabel, type Award, type Label, type LabelEvent, type LabelFact } from './label.ts';

/** A label is named by its id once it was awarded. */
type On<Type extends LabelFact['type'], Name extends string> = CommandFor<
  EventOf<LabelEvent, Type>,
  Name,
  'schemeId' | 'holder'
>;

interface Under {
  /** The current state of the scheme. */
  readonly scheme: LabelScheme;
}
type AwardLabel = CommandFor<EventOf<LabelEvent, 'LabelAwarded'>, 'AwardLabel'> & {
  /** Its holder as it is registered; a territory is not. */
  readonly in: Under & { readonly holder?: KnownBody | undefined };
};
type RenewLabel = Omit<On<'LabelRenewed', 'RenewLabel'>, 'inGrace'> & { readonly in: Under };
type Withdraw = On<'LabelWithdrawn', 'WithdrawLabel'>;
type End = On<'LabelEnded', 'EndLabel'>;
type Suspend = On<'LabelSuspended', 'SuspendLabel'>;
type Resume = On<'LabelResumed', 'ResumeLabel'>;
type DecideConsent = On<'LabelConsentDecided', 'DecideLabelConsent'>;
export type LabelCommand = AwardLabel | RenewLabel | Withdraw | End | Suspend | Resume | DecideConsent;

/** `found` is the id that is unknown, or the day on which the label ended; of an empty period, its end. */
export type LabelRejection =
  | BodyMissing
  | Refusal<'MBR_LABEL_NOT_FOUND' | 'MBR_LABEL_SCHEME_NOT_FOUND' | 'MBR_LABEL_SCHEME_WITHDRAWN', 'found'>
  | Refusal<'MBR_LABEL_NOT_HELD' | 'MBR_DATE_BEFORE_START', 'found' | 'required'>;

type Verdict = Decision<LabelFact, LabelRejection>;
type State = Label & Chronicled<LabelFact>;
type Of = NonNullable<Label['of']>;

export const label = chronicle({
  context: 'membership',
  name: 'label',
  prefix: 'MBR',
  initial: noLabel,
  facts: {
    LabelWithdrawn: { name: 'withdrawal', day: ({ on }) => on, changes: ['reason', 'on'] },
    LabelEnded: { name: 'end', day: ({ on }) => on, changes: ['reason', 'on'] },
    LabelAwarded: { name: 'award', day: ({ since }) => since, changes: ['since', 'until'] },
    LabelRenewed: { name: 'renewal', day: ({ on }) => on, happened: true, changes: ['until', 'on'] },
    LabelResumed: { name: 'resumption', day: ({ on }) => on, changes: ['on'] },
    LabelSuspended: { name: 'suspension', day: ({ on }) => on, changes: ['reason', 'on'] },
    LabelConsentDecided: { name: 'consent', day: ({ on }) => on, happened: true, changes: ['granted', 'on'] },
  },
  evolve: evolveLabel,
  judge: ({ awards }) => emptyIn(awards),
  decide: (command: LabelCommand, state): Verdict => {
    if (command.type === 'AwardLabel') return award(command);
    const { of } = state;
    if (of === undefined) return reject({ type: 'MBR_LABEL_NOT_FOUND', found: command.labelId });
    return decideOnKnown(command, { ...state, of });
  },
});

type Known = State & { readonly of: Of };

const decideOnKnown = byType<Exclude<LabelCommand, AwardLabel>, Known, Verdict>({
  RenewLabel: renew,
  WithdrawLabel: (command, state) => ended({ ...command, ...state.of, type: 'LabelWithdrawn' }, state),
  EndLabel: (command, state) => ended({ ...command, ...state.of, type: 'LabelEnded' }, state),
  SuspendLabel: (command, { of }) => accept<LabelFact>({ ...command, ...of, type: 'LabelSuspended' }),
  ResumeLabel: (command, { of }) => accept<LabelFact>({ ...command, ...of, type: 'LabelResumed' }),
  DecideLabelConsent: (command, { of }) => accept<LabelFact>({ ...command, ...of, type: 'LabelConsentDecided' }),
});

function award({ in: { scheme, holder }, ...command }: AwardLabel): Verdict {
  const { schemeId, since } = command;
  const missing = notAwardingOn(scheme, schemeId, since) ?? (holder && bodyMissing(holder, command.holder.id, since));
  const until = command.until ?? validUntil(scheme, since, since);
  return acceptUnless<LabelFact, LabelRejection>(missing, { ...command, until, type: 'LabelAwarded' });
}

/** How long a label is good that is awarded or renewed on a day, counted from a first day; undefined for ever. */
function validUntil(scheme: LabelScheme, day: string, from: string): string | undefined {
  const months = labelSchemeOn(scheme, day)?.validityMonths;
  return months === undefined ? undefined : addMonths(calendarDate(from), months);
}

/** A renewal goes on from the end that the label has, and in its grace from the day on which it is renewed. Sent again it is the same one. */
function renew({ in: { scheme }, ...command }: RenewLabel, { of, awards }: Known): Verdict {
  const { on } = command;
  const last = awards.findLast(({ since }) => since <= on);
  if (command.until === undefined && last?.renewals.some((each) => each.on === on) === true) return accept();
  const end = last && endOf(last);
  const inGrace = end !== undefined && end <= on && isInGrace(scheme, on);
  const from = end === undefined ? on : latest(end, on);
  const renewed: LabelFact = {
    ...{ ...command, ...of, type: 'LabelRenewed', until: command.until ?? validUntil(scheme, on, from) },
    ...(inGrace ? { inGrace: true } : {}),
  };
  return acceptUnless<LabelFact, LabelRejection>(notAwardingOn(scheme, of.schemeId, on), renewed);
}

/** Whether a label that has expired is good for some days yet: they are counted from a day that the issuer has named. */
export function isInGrace(scheme: LabelScheme, day: string): boolean {
  const grace = labelSchemeOn(scheme, day)?.grace;
  return grace !== undefined && grace.from <= day && day < addDays(calendarDate(grace.from), grace.days);
}

function ended(fact: EventOf<LabelEvent, 'LabelWithdrawn' | 'LabelEnded'>, { awards, facts }: Known): Verdict {
  const isStated = facts.some(({ event }) => event.type === fact.type && dayOf(event) === fact.on);
  const last = awards.findLast(({ since }) => since < fact.on);
  const end = last && endOf(last);
  if (!isStated && end !== undefined && end <= fact.on)
    return reject({ type: 'MBR_LABEL_NOT_HELD', found: `it ended on ${end}`, required: `a day before ${end}` });
  return accept<LabelFact>(fact);
}

function dayOf(fact: LabelFact): string {
  return 'since' in fact ? fact.since : fact.on;
}

/** A label is good for a day at least, and a renewal for one after it. */
function emptyIn(awards: readonly Award[]): LabelRejection | undefined {
  const terms = awards.flatMap(({ since, until, renewals }) => [
    { from: since, until },
    ...renewals.map((each) => ({ from: each.on, until: each.until })),
  ]);
  const empty = terms.find(({ from, until }) => until !== undefined && until <= from);
  if (empty?.until === undefined) return undefined;
  return { type: 'MBR_DATE_BEFORE_START', found: empty.until, required: `a day after ${empty.from}` };
}
