import { heirOf, heirsOf, mainHeirOf, passagesTo, passesOn, sourcesOf, subsidyOutcome } from '#libs/succession';
import { nowSince, type Holdings, type Whole } from './holdings.ts';

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
    const bound = days.findLast(({ since, until }) => since <= effectiveOn && passesOn(effectiveOn, until));
    if (isOver || bound === undefined) continue;
    const known = parties.get(agreementId) ?? new Set<string>();
    parties.set(agreementId, known.add(nowSince({ id: clusterId, since: bound.since }, holdings, effect)));
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
