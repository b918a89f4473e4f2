import { endingBy, endingWithBody, heirOf, mainHeirOf, passesOn, type Outcome } from '#libs/succession';
import type { DryRunInput } from './diff.ts';
import { nowOf, NO_HOLDINGS, type Whole } from './holdings.ts';
import { labelsIssued, labelsPassing } from './labels-passing.ts';
import { membersOf } from './members.ts';
import { agreementsPassing, networksPassing, partnersPassing, subsidiesPassing } from './passing.ts';

/** What becomes of something by the merger; by a dissolution it is lost. */
export type Fate = 'kept' | 'needs-consent' | 'lost';

/** One thing that ends with a body that is dissolved. */
export interface Loss {
  /** Whose it is. */
  readonly clusterId: string;
  readonly byMerger: Fate;
}

/** Everything of the bodies that disappear which a dissolution would end, each with what the merger makes of it. */
export function lossesOf(input: DryRunInput, effect: Whole) {
  const { holdings = NO_HOLDINGS } = input;
  return {
    memberships: membershipsLost(input, effect),
    mandates: mandatesLost(input, effect),
    subsidies: subsidiesPassing(holdings, effect).map(({ toClusterId: _heir, ...subsidy }) => judged(subsidy)),
    labels: labelsPassing(holdings, effect).map(judged),
    labelsIssued: labelsIssued(holdings, effect).map(({ toClusterId: _heir, ...label }) => judged(label)),
    partners: partnersPassing(holdings, effect).map(({ toClusterId: _heir, ...partner }) => kept(partner)),
    networks: networksPassing(holdings, effect).map(({ networkId, clusterId }) => kept({ networkId, clusterId })),
    agreements: agreementsPassing(holdings, effect).flatMap(({ agreementId, kind, clusterIds, outcome }) => {
      const byMerger = outcome === 'passes' ? KEPT : LOST;
      return clusterIds.map((clusterId) => ({ agreementId, kind, clusterId, byMerger }));
    }),
    antennas: antennasLost(input, effect),
    lineage: lineageLost(input, effect),
  };
}

const KEPT: Fate = 'kept';
const LOST: Fate = 'lost';

function kept<Item extends object>(item: Item): Item & { readonly byMerger: Fate } {
  return { ...item, byMerger: KEPT };
}

function judged<Item extends { readonly outcome: Outcome }>({ outcome, ...item }: Item) {
  const waiting: Fate = outcome === 'automatic' ? 'kept' : 'needs-consent';
  return { ...item, byMerger: outcome === 'lapses' ? LOST : waiting };
}

/** Who found a body anew is a member from then on; since when it was one before, and how often, nothing says. */
function membershipsLost(input: DryRunInput, effect: Whole) {
  const gone = new Set(effect.predecessors.map(({ clusterId }) => clusterId));
  return membersOf(input, effect)
    .flatMap(({ counted }) => counted)
    .filter(({ clusterId }) => gone.has(clusterId))
    .map(({ clusterId, organisationId, periods }) => {
      const [memberSince = effect.effectiveOn] = periods.map(({ since }) => since).sort();
      return kept({ clusterId, organisationId, memberSince, terms: periods.length });
    });
}

/** Those that the merger ends: it says by which operation, so that whoever takes over comes behind them in one chain. */
function mandatesLost({ governance }: DryRunInput, { predecessors, effectiveOn }: Whole) {
  return predecessors.flatMap(({ clusterId }) => {
    const { bodies = [], offices = [], mandates = [] } = governance[clusterId] ?? {};
    const until = new Map(bodies.map((body) => [body.bodyId, body.until]));
    const titles = new Map(offices.map(({ officeId, title }) => [officeId, title]));
    return mandates
      .filter((each) => {
        const mandate = endingWithBody(effectiveOn, each, until.get(each.bodyId));
        return endingBy(effectiveOn, mandate)?.cause === 'succession';
      })
      .map(({ mandateId, officeId, person, since }) =>
        kept({ clusterId, mandateId, personName: person.name, office: titles.get(officeId) ?? officeId, since }),
      );
  });
}

function antennasLost({ antennas = [], antennaNames }: DryRunInput, effect: Whole) {
  const gone = new Set(effect.predecessors.map(({ clusterId }) => clusterId));
  return antennas
    .filter(({ clusterId, closedOn }) => gone.has(clusterId) && passesOn(effect.effectiveOn, closedOn))
    .map(({ antennaId, clusterId }) => ({
      ...{ antennaId, clusterId, name: antennaNames[antennaId] },
      byMerger: heirOf(effect, clusterId, { kind: 'antenna', id: antennaId }) === undefined ? LOST : KEPT,
    }));
}

/** That a body goes on in its heir, and the successions before, which end with it. */
function lineageLost({ holdings = NO_HOLDINGS }: DryRunInput, effect: Whole) {
  const { predecessors, effectiveOn, operationId } = effect;
  return predecessors.flatMap(({ clusterId }) => {
    const before = holdings.lineage.filter(
      (each) =>
        each.operationId !== operationId &&
        each.on <= effectiveOn &&
        nowOf(each.predecessorId, holdings, effect) === clusterId,
    );
    const own = { predecessorId: clusterId, successorId: mainHeirOf(effect), on: effectiveOn };
    return [...before, own].map(({ predecessorId, successorId, on }) =>
      kept({ clusterId, predecessorId, ...(successorId === '' ? {} : { successorId }), on }),
    );
  });
}
