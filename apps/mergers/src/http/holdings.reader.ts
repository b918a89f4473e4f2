import type { DeclaredModels } from '#libs/hosting';
import type { Holdings, Succeeded } from '../domain/dry-run/holdings.ts';
import { agreements } from '../read-models/agreements/agreements.projection.ts';
import { funding } from '../read-models/funding/funding.projection.ts';
import { labelSchemes } from '../read-models/label-schemes/label-schemes.projection.ts';
import { labels } from '../read-models/labels/labels.projection.ts';
import { lineage } from '../read-models/lineage/lineage.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import { partners } from '../read-models/partners/partners.projection.ts';
import { seatPlans } from '../read-models/seat-plans/seat-plans.projection.ts';
import { subsidies } from '../read-models/subsidies/subsidies.projection.ts';

/** What participants have beside members, bodies and mandates. */
export const HOLDING_MODELS = [labels, labelSchemes, subsidies, partners, agreements, lineage, funding, seatPlans];

/** Gathers what these clusters have, also from those to whom they have succeeded. */
export async function holdingsOf(models: DeclaredModels, clusterIds: readonly string[]): Promise<Holdings> {
  const before = await ancestorsOf(models, clusterIds);
  const line = [...new Set([...clusterIds, ...before.map(({ predecessorId }) => predecessorId)])];
  const [known, signed] = await Promise.all([
    labelsAround(models, line),
    models.of(agreements).all({ cluster_id: line }),
  ]);
  const [parties, ...others] = await Promise.all([
    models.of(agreements).all({ agreement_id: signed.map(({ agreementId }) => agreementId) }),
    models.of(subsidies).all({ cluster_id: clusterIds }),
    models.of(partners).all({ holder_id: clusterIds }),
    models.of(memberLists).all({ organisation_id: clusterIds }),
    models.of(funding).all({ cluster_id: clusterIds }),
    models.of(seatPlans).all({ cluster_id: clusterIds }),
  ]);
  const [ofClusters, partnerships, networks, years, plans] = others;
  return {
    ...{ lineage: before, ...known, agreements: parties, networks },
    ...{ subsidies: ofClusters, partners: partnerships, funding: years, seatPlans: plans },
  };
}

/** The labels that these bodies hold and those that they award, each with its scheme. */
async function labelsAround(
  models: DeclaredModels,
  line: readonly string[],
): Promise<Pick<Holdings, 'labels' | 'schemes'>> {
  const [held, issuing] = await Promise.all([
    models.of(labels).all({ holder_id: line }),
    models.of(labelSchemes).all({ issuer_id: line }),
  ]);
  const [issued, others] = await Promise.all([
    models.of(labels).all({ scheme_id: issuing.map(({ schemeId }) => schemeId) }),
    models.of(labelSchemes).all({ scheme_id: held.map(({ schemeId }) => schemeId) }),
  ]);
  const all = new Map([...held, ...issued].map((each) => [each.labelId, each]));
  const schemes = new Map([...issuing, ...others].map((each) => [each.schemeId, each]));
  return { labels: [...all.values()], schemes: [...schemes.values()] };
}

/** The successions of which these clusters are heirs, those of their predecessors included. */
async function ancestorsOf(models: DeclaredModels, clusterIds: readonly string[]): Promise<readonly Succeeded[]> {
  const known = new Map<string, Succeeded>();
  for (let heirs = clusterIds; heirs.length > 0;) {
    const found = await models.of(lineage).all({ successor_id: heirs });
    const fresh = found.filter(({ predecessorId }) => !known.has(predecessorId));
    for (const each of fresh) known.set(each.predecessorId, each);
    heirs = fresh.map(({ predecessorId }) => predecessorId);
  }
  return [...known.values()];
}
