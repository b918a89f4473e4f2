import {
  heirOf,
  heirsOf,
  heldAfter,
  isHeldOn,
  mainHeirOf,
  passagesTo,
  passesOn,
  sourcesOf,
  subsidyOutcome,
  type HeldLabel,
  type Outcome,
} from '#libs/succession';
import { inForceOn } from '#libs/kernel';
import { nowOf, successionsOf, type Holdings, type KnownLabel, type Whole } from './holdings.ts';

/** The labels of bodies that disappear, each with what its scheme makes of it. */
export function labelsPassing(holdings: Holdings, effect: Whole) {
  return holdings.labels
    .flatMap((label) => labelPassing(label, holdings, effect) ?? [])
    .sort(by(({ labelId }) => labelId));
}

function labelPassing(label: KnownLabel, holdings: Holdings, effect: Whole) {
  const { labelId, schemeId, holderId, awards } = label;
  const { effectiveOn, predecessors } = effect;
  const scheme = holdings.schemes.find((each) => each.schemeId === schemeId);
  const award = awards.findLast(({ since }) => since <= effectiveOn) ?? awards[0];
  if (scheme === undefined || award === undefined) return undefined;
  const awarded: HeldLabel = { holderId, since: award.since, until: award.until, origins: [] };
  const held = successionsOf(holderId, holdings, effect).reduce(
    (known, passing) => heldAfter(known, scheme, passing),
    awarded,
  );
  const isGone = predecessors.some(({ clusterId }) => clusterId === held.holderId);
  if (!isGone || held.lapsed === true || !isHeldOn(held, effectiveOn)) return undefined;
  const after = heldAfter(held, scheme, {
    ...{ predecessorId: held.holderId, successorId: mainHeirOf(effect), on: effectiveOn },
  });
  const name = inForceOn(scheme.versions, effectiveOn)?.name;
  const of = { labelId, schemeId, clusterId: held.holderId, ...(name === undefined ? {} : { name }) };
  return { ...of, outcome: outcomeOf(after), ...(after.pending === undefined ? {} : { by: after.pending.by }) };
}

function outcomeOf({ lapsed, pending }: HeldLabel): Outcome {
  if (lapsed === true) return 'lapses';
  if (pending === undefined) return 'automatic';
  return pending.policy === 'consent' ? 'needs-consent' : 're-assess';
}

/** The subsidies that pass to an heir, or end with their cluster. */
export function subsidiesPassing({ subsidies }: Holdings, effect: Whole) {
  return subsidies
    .filter(({ requestedOn, endedOn }) => requestedOn <= effect.effectiveOn && passesOn(effect.effectiveOn, endedOn))
    .flatMap(({ subsidyId, clusterId, granterId, onSuccession, amountCents }) => {
      const toClusterId = heirOf(effect, clusterId, { kind: 'subsidy', id: subsidyId });
      const of = { subsidyId, granterId, clusterId, amountCents };
      return toClusterId === undefined ? [] : [{ ...of, toClusterId, outcome: subsidyOutcome(onSuccession) }];
    })
    .sort(by(({ subsidyId }) => subsidyId));
}

/** The partnerships of incubators that pass, each with its seat. */
export function partnersPassing({ partners }: Holdings, effect: Whole) {
  return partners
    .filter(({ until }) => passesOn(effect.effectiveOn, until))
    .flatMap(({ partnerId, incubatorId, holderId: clusterId, seatId }) => {
      const toClusterId = heirOf(effect, clusterId, { kind: 'partner', id: partnerId });
      const of = { partnerId, incubatorId, clusterId, ...(seatId === undefined ? {} : { seatId }) };
      return toClusterId === undefined ? [] : [{ ...of, toClusterId }];
    })
    .sort(by(({ partnerId }) => partnerId));
}

/** The member lists of networks that change: a cluster that disappears leaves, and its successor is there once. */
export function networksPassing({ networks }: Holdings, effect: Whole) {
  const held = networks.map((each) => ({ ...each, clusterId: each.organisationId, organisationId: each.clusterId }));
  const sources = sourcesOf(effect);
  const leaving = held.filter(({ clusterId }) => sources.includes(clusterId));
  const existing = held.filter(({ clusterId }) => !sources.includes(clusterId));
  return heirsOf(effect)
    .flatMap(({ clusterId: toClusterId }) =>
      passagesTo(effect, toClusterId, 'network', { leaving, existing }).map(({ membership, merges }) => ({
        ...{ networkId: membership.organisationId, clusterId: membership.clusterId, toClusterId, merges },
      })),
    )
    .sort(by(({ networkId, clusterId }) => `${networkId} ${clusterId}`));
}

/** The agreements that bind a body which disappears: its successor is bound by them, unless no other party is left. */
export function agreementsPassing(holdings: Holdings, effect: Whole) {
  const { effectiveOn, predecessors } = effect;
  const toClusterId = mainHeirOf(effect);
  const isGone = (id: string): boolean => predecessors.some(({ clusterId }) => clusterId === id);
  const parties = new Map<string, Set<string>>();
  for (const { agreementId, clusterId, terms, days } of holdings.agreements) {
    const isOver = terms === undefined || (terms.until !== undefined && terms.until <= effectiveOn);
    const isBound = days.some(({ since, until }) => since <= effectiveOn && passesOn(effectiveOn, until));
    if (isOver || !isBound) continue;
    const known = parties.get(agreementId) ?? new Set<string>();
    parties.set(agreementId, known.add(nowOf(clusterId, holdings, effect)));
  }
  const kinds = new Map(holdings.agreements.map(({ agreementId, terms }) => [agreementId, terms?.kind]));
  return [...parties]
    .flatMap(([agreementId, bound]) => {
      const [clusterIds, kind] = [[...bound].filter(isGone).sort(), kinds.get(agreementId)];
      if (clusterIds.length === 0 || kind === undefined) return [];
      const others = [...bound].filter((id) => !isGone(id) && id !== toClusterId);
      const outcome = bound.size > 1 && others.length === 0 ? ('ends' as const) : ('passes' as const);
      return [{ agreementId, kind, clusterIds, toClusterId, outcome }];
    })
    .sort(by(({ agreementId }) => agreementId));
}

function by<Item>(keyOf: (item: Item) => string) {
  return (a: Item, b: Item): number => (keyOf(a) < keyOf(b) ? -1 : 1);
}
