import type { JsonObject } from '#libs/kernel';
import type { fundingDiff } from './funding.ts';
import type { Line } from './lines.ts';
import type { labelsIssued, labelsPassing } from './labels-passing.ts';
import type { agreementsPassing, networksPassing, partnersPassing, subsidiesPassing } from './passing.ts';
import type { seatsOn } from './seats.ts';

/** What an effect makes of everything that the participants have beside members, bodies and mandates. */
export interface HoldingsDiff {
  readonly labels: ReturnType<typeof labelsPassing>;
  readonly labelsIssued: ReturnType<typeof labelsIssued>;
  readonly subsidies: ReturnType<typeof subsidiesPassing>;
  readonly partners: ReturnType<typeof partnersPassing>;
  readonly agreements: ReturnType<typeof agreementsPassing>;
  readonly networks: ReturnType<typeof networksPassing>;
  readonly funding: ReturnType<typeof fundingDiff>;
  readonly seats: ReturnType<typeof seatsOn>;
}

/** The same line by line. */
export function holdingLines(changes: HoldingsDiff): readonly Line[] {
  const { labels, labelsIssued: issued, subsidies, partners, agreements, networks, funding, seats } = changes;
  const { year, before, after } = funding;
  // A line for each cluster that had any, and one for all of them.
  const mixes = before
    .filter(({ totalCents }) => totalCents > 0)
    .map(({ clusterId, ...mix }) => line('funding', [clusterId], { clusterId, year, ...mix }));
  const about = before.map(({ clusterId }) => clusterId);
  return [
    ...labels.map((each) => line('labels', [each.labelId, each.schemeId], each)),
    ...issued.map((each) => line('labels-issued', [each.labelId, each.schemeId], each)),
    ...subsidies.map((each) => line('subsidies', [each.subsidyId], each)),
    ...partners.map((each) => line('partners', [each.partnerId], each)),
    ...agreements.map((each) => line('agreements', [each.agreementId], each)),
    ...networks.map((each) => line('networks', [each.networkId, each.clusterId], each)),
    ...mixes,
    ...(mixes.length === 0 ? [] : [{ ...line('funding', ['after'], { year, ...after }), about }]),
    ...seats.map((each) => line('seats', [each.bodyId, each.planId], each)),
  ];
}

/** A line under the first of its ids; a network has one for each cluster. */
function line(part: string, about: readonly string[], value: object): Line {
  const key = part === 'networks' ? about.join('/') : (about[0] ?? '');
  return { part, key, about, value: value as JsonObject };
}
