import { inForceOn } from '#libs/kernel';
import { heldAfter, isHeldOn, issuedAfter, mainHeirOf, type HeldLabel, type Outcome } from '#libs/succession';
import { nowOf, successionsOf, type Holdings, type KnownLabel, type KnownScheme, type Whole } from './holdings.ts';

/** A label as it is by the day of an effect, after the successions before it. */
interface LabelBefore {
  readonly held: HeldLabel;
  readonly scheme: KnownScheme;
}

/** The labels that bodies have which disappear, each with what its scheme makes of it. */
export function labelsPassing(holdings: Holdings, effect: Whole) {
  return holdings.labels
    .flatMap((label) => labelPassing(label, holdings, effect) ?? [])
    .sort((a, b) => (a.labelId < b.labelId ? -1 : 1));
}

/** The labels that others have of bodies which disappear: their heir is the issuer, and the scheme may ask for more. */
export function labelsIssued(holdings: Holdings, effect: Whole) {
  return holdings.labels
    .flatMap((label) => labelIssued(label, holdings, effect) ?? [])
    .sort((a, b) => (a.labelId < b.labelId ? -1 : 1));
}

function labelPassing(label: KnownLabel, holdings: Holdings, effect: Whole) {
  const before = labelBefore(label, holdings, effect);
  if (before === undefined || !isGone(before.held.holderId, effect)) return undefined;
  const { held, scheme } = before;
  const passing = { predecessorId: held.holderId, successorId: mainHeirOf(effect), on: effect.effectiveOn };
  const after = heldAfter(held, scheme, passing);
  return { ...described(label, scheme, effect), clusterId: held.holderId, ...outcomeOf(after) };
}

function labelIssued(label: KnownLabel, holdings: Holdings, effect: Whole) {
  const before = labelBefore(label, holdings, effect);
  if (before === undefined) return undefined;
  const { held, scheme } = before;
  const clusterId = nowOf(scheme.issuerId, holdings, effect);
  if (!isGone(clusterId, effect)) return undefined;
  const toClusterId = mainHeirOf(effect);
  const passing = { predecessorId: clusterId, successorId: toClusterId, on: effect.effectiveOn };
  const after = issuedAfter(held, scheme, passing);
  return {
    ...described(label, scheme, effect),
    ...{ clusterId, toClusterId, holderId: held.holderId },
    ...outcomeOf(after),
  };
}

function isGone(id: string, { predecessors }: Whole): boolean {
  return predecessors.some(({ clusterId }) => clusterId === id);
}

/** Undefined for one that nobody has any more on that day. */
function labelBefore(
  { schemeId, holderId, awards }: KnownLabel,
  holdings: Holdings,
  effect: Whole,
): LabelBefore | undefined {
  const { effectiveOn } = effect;
  const scheme = holdings.schemes.find((each) => each.schemeId === schemeId);
  const award = awards.findLast(({ since }) => since <= effectiveOn) ?? awards[0];
  if (scheme === undefined || award === undefined) return undefined;
  const awarded: HeldLabel = { holderId, since: award.since, until: award.until, origins: [] };
  const held = successionsOf(holderId, holdings, effect).reduce(
    (known, passing) => heldAfter(known, scheme, passing),
    awarded,
  );
  return held.lapsed === true || !isHeldOn(held, effectiveOn) ? undefined : { held, scheme };
}

function described({ labelId, schemeId }: KnownLabel, scheme: KnownScheme, { effectiveOn }: Whole) {
  const name = inForceOn(scheme.versions, effectiveOn)?.name;
  return { labelId, schemeId, ...(name === undefined ? {} : { name }) };
}

/** What becomes of it, and until when what it needs has to come. */
function outcomeOf({ lapsed, pending }: HeldLabel): { readonly outcome: Outcome; readonly by?: string } {
  const needs = pending?.policy === 'consent' ? 'needs-consent' : 're-assess';
  const outcome = lapsed === true ? 'lapses' : pending === undefined ? 'automatic' : needs;
  return { outcome, ...(pending === undefined ? {} : { by: pending.by }) };
}
