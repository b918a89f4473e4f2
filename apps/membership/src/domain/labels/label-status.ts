import { consentedTo, heldAfter, isHeldOn, issuedAfter, renewedTo, type HeldLabel } from '#libs/succession';
import type { Passing } from '../cluster/passing.ts';
import type { Award, Label } from './label.ts';
import { isInGrace } from './label.decide.ts';
import type { LabelScheme } from './label-scheme.ts';

/** What a label is on a day, computed from its facts and from the successions of its holder and its issuer, whatever was recorded first. */
export const LABEL_STATUSES = [
  ...(['valid', 'in-grace', 'suspended', 'awaiting-consent'] as const),
  ...(['to-come', 'expired', 'lapsed', 'withdrawn', 'ended'] as const),
] as const;
export type LabelStatus = (typeof LABEL_STATUSES)[number];

/** Whether somebody has a label of this status. */
export function isHeld(status: LabelStatus): boolean {
  return status === 'valid' || status === 'in-grace';
}

/** What a label depends on beside its own facts. */
export interface LabelSurroundings {
  readonly scheme: LabelScheme;
  /** The successions of the holder, and of whoever succeeded to it, in the order of their days. */
  readonly ofHolder: readonly Passing[];
  readonly ofIssuer: readonly Passing[];
  /** The first day on which a holder is dissolved after its award; undefined where it is not. */
  readonly dissolvedOn: (holderId: string, since: string) => string | undefined;
}

export interface LabelOnDay extends HeldLabel {
  readonly status: LabelStatus;
}

/** A label on a day: the last award by then, or the next one; undefined where all were taken back. */
export function labelOn(
  { of, awards, consents }: Label,
  surroundings: LabelSurroundings,
  day: string,
): LabelOnDay | undefined {
  const award = awards.findLast(({ since }) => since <= day) ?? awards[0];
  if (of === undefined || award === undefined) return undefined;
  const held: HeldLabel = { holderId: of.holder.id, since: award.since, until: award.until, origins: [] };
  if (day < award.since) return { ...held, status: 'to-come' };
  const over = surroundings.dissolvedOn(of.holder.id, award.since);
  const ofHolder = surroundings.ofHolder.filter(
    ({ predecessorId, on }) => predecessorId !== of.holder.id || over === undefined || on <= over,
  );
  const steps = stepsOf(award, consents, { ...surroundings, ofHolder }).filter(({ on }) => on <= day);
  const passed = steps
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .reduce((label, { to }) => to(label), held);
  const dissolvedOn = surroundings.dissolvedOn(passed.holderId, award.since);
  return { ...passed, ...statusOf(passed, { award, surroundings, dissolvedOn }, day) };
}

interface Step {
  readonly on: string;
  readonly to: (label: HeldLabel) => HeldLabel;
}

/** What changes an award, of one day first what was decided. A consent that was given before a succession counts from it on. */
function stepsOf(
  award: Award,
  consents: Label['consents'],
  { scheme, ofHolder, ofIssuer }: LabelSurroundings,
): readonly Step[] {
  const renewals = award.renewals.map(({ on, until }) => ({ on, to: (label: HeldLabel) => renewedTo(label, until) }));
  const passings = [
    ...ofHolder.map((passing) => ({ passing, to: heldAfter })),
    ...ofIssuer.map((passing) => ({ passing, to: issuedAfter })),
  ];
  const moves = passings.map(({ passing, to }) => ({
    on: passing.on,
    to: (label: HeldLabel) => to(label, scheme, passing),
  }));
  const decided = passings.flatMap(({ passing: { predecessorId, on } }) => {
    const consent = consents.find((each) => each.predecessorId === predecessorId);
    if (consent === undefined) return [];
    const counts = consent.on < on ? on : consent.on;
    return [{ on: counts, to: (label: HeldLabel) => consentedTo(label, consent.granted, counts) }];
  });
  const { ended } = award;
  const ends = ended === undefined ? [] : [{ on: ended.on, to: (label: HeldLabel) => endedOn(label, ended.on) }];
  return [...ends, ...renewals, ...moves, ...decided];
}

function endedOn({ pending: _pending, ...label }: HeldLabel, on: string): HeldLabel {
  return isHeldOn(label, on) ? { ...label, until: on } : label;
}

interface Ends {
  readonly award: Award;
  readonly surroundings: LabelSurroundings;
  readonly dissolvedOn: string | undefined;
}

function statusOf(
  label: HeldLabel,
  { award, surroundings, dissolvedOn }: Ends,
  day: string,
): Pick<LabelOnDay, 'status' | 'until'> {
  const { ended, suspensions } = award;
  if (ended !== undefined && ended.on <= day && label.until === ended.on) return { status: ended.how, until: ended.on };
  if (dissolvedOn !== undefined && dissolvedOn <= day && isHeldOn(label, dissolvedOn))
    return { status: 'ended', until: dissolvedOn };
  const { until, pending } = label;
  if (until !== undefined && until <= day) return { status: statusOfOver(label, surroundings.scheme, day), until };
  if (suspensions.some((each) => each.since <= day && (each.until === undefined || day < each.until)))
    return { status: 'suspended', until };
  return { status: pending?.policy === 'consent' ? 'awaiting-consent' : 'valid', until };
}

function statusOfOver({ until, pending, lapsed }: HeldLabel, scheme: LabelScheme, day: string): LabelStatus {
  const isByPending =
    pending !== undefined && until !== undefined && (pending.until === undefined || until < pending.until);
  if (lapsed === true || isByPending) return 'lapsed';
  return isInGrace(scheme, day) ? 'in-grace' : 'expired';
}
