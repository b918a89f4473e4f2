import { calendarDate, type CalendarDate } from '#libs/kernel';
import { targetOf } from '../rules/act.ts';
import { madeOf, type DryRunInput } from './diff.ts';
import { forecast } from './forecast.ts';
import { foreseenEffect } from './foreseen-effect.ts';
import { lossesOf, type Fate, type Loss } from './losses.ts';

type Losses = ReturnType<typeof lossesOf>;

/** How much of something a dissolution loses, and of that how much the merger keeps, by itself or once somebody consents. */
export interface Figure {
  readonly lost: number;
  readonly kept: number;
  readonly needConsent: number;
}

/** What a dissolution says, whole. */
export type Dissolution = ReturnType<typeof dissolution>;

/**
 * What it would lose to dissolve the bodies that disappear by an operation and to found anew, on the day for which the merger is planned: by the laws of the dry run, of which every figure
 * stands beside. Nothing is lost where nobody disappears.
 */
export function dissolution(input: DryRunInput) {
  const { file, clusterNames } = input;
  const effectiveOn = dayOf(input);
  const effect = foreseenEffect(input, effectiveOn);
  const losses = lossesOf(input, effect);
  const ids = effect.predecessors.map(({ clusterId }) => clusterId);
  return {
    ...madeOf(input),
    effectiveOn,
    ...(ids.length === 0 ? { reason: `Nobody disappears by this operation (${file.kind}).` } : {}),
    predecessors: ids.map((clusterId) => ({
      clusterId,
      name: clusterNames[clusterId],
      figures: figuresOf(ofCluster(losses, clusterId)),
    })),
    total: figuresOf(losses),
    losses,
  };
}

/** The day of the effect, where there was one; else that of the treaty, the target, the one that can be expected, or the one asked about. */
function dayOf(input: DryRunInput): CalendarDate {
  const { file, on } = input;
  const planned = input.effectiveOn ?? file.effectiveOn ?? targetOf(file);
  return calendarDate(planned ?? forecast(input).expectedOn ?? on);
}

function ofCluster(losses: Losses, clusterId: string): Losses {
  const own = <Item extends Loss>(items: readonly Item[]) => items.filter((each) => each.clusterId === clusterId);
  const { memberships, mandates, subsidies, labels, labelsIssued: issued } = losses;
  const { partners, networks, agreements, antennas, lineage } = losses;
  return {
    ...{ memberships: own(memberships), mandates: own(mandates), subsidies: own(subsidies) },
    ...{ labels: own(labels), labelsIssued: own(issued) },
    ...{ partners: own(partners), networks: own(networks), agreements: own(agreements) },
    ...{ antennas: own(antennas), lineage: own(lineage) },
  };
}

function figuresOf(losses: Losses) {
  const { memberships, mandates, subsidies, labels, labelsIssued: issued } = losses;
  const { partners, networks, agreements, antennas, lineage } = losses;
  return {
    members: figureOf(memberships, ({ organisationId }) => organisationId),
    memberships: figureOf(memberships, ({ clusterId, organisationId }) => `${clusterId} ${organisationId}`),
    mandates: figureOf(mandates, ({ mandateId }) => mandateId),
    subsidies: { ...figureOf(subsidies, ({ subsidyId }) => subsidyId), ...amountsOf(subsidies) },
    labels: figureOf(labels, ({ labelId }) => labelId),
    labelsIssued: figureOf(issued, ({ labelId }) => labelId),
    partners: figureOf(partners, ({ partnerId }) => partnerId),
    networks: figureOf(networks, ({ clusterId, networkId }) => `${clusterId} ${networkId}`),
    agreements: figureOf(agreements, ({ agreementId }) => agreementId),
    antennas: figureOf(antennas, ({ antennaId }) => antennaId),
    lineage: figureOf(lineage, ({ predecessorId }) => predecessorId),
  };
}

/** Each once: a member of two bodies is one member, and an agreement between two of them is one agreement. */
function figureOf<Item extends Loss>(items: readonly Item[], keyOf: (item: Item) => string): Figure {
  const fates = [...new Map(items.map((each) => [keyOf(each), each.byMerger])).values()];
  const count = (fate: Fate): number => fates.filter((each) => each === fate).length;
  return { lost: fates.length, kept: count('kept'), needConsent: count('needs-consent') };
}

/** In cents, of those of which the amount is known; nobody knows how much the others are. */
function amountsOf(subsidies: Losses['subsidies']) {
  const sum = (items: Losses['subsidies']): number =>
    items.reduce((total, { amountCents }) => total + (amountCents ?? 0), 0);
  return {
    lostCents: sum(subsidies),
    keptCents: sum(subsidies.filter(({ byMerger }) => byMerger === 'kept')),
    ofUnknownAmount: subsidies.filter(({ amountCents }) => amountCents === null).length,
  };
}
