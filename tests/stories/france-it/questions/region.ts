import type { ApiClient } from '../../api-client.ts';
import { question, type Question } from '../../story.ts';
import {
  bodyOf,
  clusterId,
  cobalt,
  companyName,
  company,
  dryRuns,
  five,
  franceIt,
  inTown,
  nameOf,
  operations,
  programmes,
  reciprocity,
  REPRESENTATION,
  representation,
} from '../cast.ts';
import { membersOf } from './network.ts';

const names = five.map(({ name }) => name);

/** The terms of an agreement, as a person says them. */
export function termsOf(modality: string | undefined, quota?: number): string {
  if (modality === 'same-price') return 'at the same price';
  return modality === 'quota' ? `within a quota${quota === undefined ? '' : ` of ${String(quota)}`}` : 'not open';
}

interface Mix {
  readonly totalCents: number;
  readonly classes: readonly { readonly class: string; readonly share?: string }[];
}
interface KeptDryRun {
  readonly isReproduced: boolean;
  readonly diff: {
    readonly members: {
      readonly total: number;
      readonly sum: number;
      readonly merged: number;
      readonly byAntenna: readonly { readonly name?: string; readonly members: number }[];
    };
    readonly governance: {
      readonly bodiesAbolished: readonly unknown[];
      readonly mandatesEnded: readonly { readonly office: string }[];
    };
    readonly labels: readonly { readonly clusterId: string; readonly name: string; readonly outcome: string }[];
    readonly partners: readonly { readonly clusterId: string }[];
    readonly networks: readonly { readonly networkId: string; readonly clusterId: string; readonly merges: boolean }[];
    readonly funding: {
      readonly year: number;
      readonly before: readonly (Mix & { readonly clusterId: string })[];
      readonly after: Mix;
    };
  };
}

const shareOf = ({ classes }: Mix, name: string): string | undefined =>
  classes.find((each) => each.class === name)?.share;

/** What the merger would have done, as the dry run of May 2016 says that was kept. */
async function mergerForeseen(api: ApiClient) {
  const { isReproduced, diff } = await api.get<KeptDryRun>(`mergers/dry-runs/${dryRuns.merger}`);
  const { total, sum, merged, byAntenna } = diff.members;
  const seats = diff.networks.filter(({ networkId }) => networkId === franceIt);
  const local = diff.funding.before.map((mix) => [nameOf(mix.clusterId), shareOf(mix, 'local-institutions')]);
  return {
    isReproduced,
    members: { total, sum, merged },
    antennas: byAntenna.map(({ name, members }) => [name, members]),
    presidenciesEnded: diff.governance.mandatesEnded.length,
    boardsAbolished: diff.governance.bodiesAbolished.length,
    labels: diff.labels.map(({ clusterId: of, name, outcome }) => [nameOf(of), name, outcome]).toSorted(),
    partnerSeats: diff.partners.map(({ clusterId: of }) => nameOf(of)),
    network: { before: seats.length, after: seats.filter(({ merges }) => !merges).length },
    funding: {
      year: diff.funding.year,
      localSharesBefore: local,
      localShareAfter: shareOf(diff.funding.after, 'local-institutions'),
      totalEuros: diff.funding.after.totalCents / 100,
    },
  };
}

const ENR = 'Label Entreprise Numérique Responsable';

const foreseen: Question = question({
  ask: mergerForeseen,
  expected: {
    isReproduced: true,
    members: { total: 590, sum: 620, merged: 30 },
    antennas: [
      ['Antenne SPN', 200],
      ['Antenne Digital Aquitaine', 140],
      ['Antenne Aliptic', 108],
      ['Antenne Syrpin', 90],
      ['Antenne Pays Basque Digital', 52],
    ],
    ...{ presidenciesEnded: 5, boardsAbolished: 5, partnerSeats: ['SPN'], network: { before: 5, after: 1 } },
    labels: [
      ['Aliptic', ENR, 'needs-consent'],
      ['SPN', ENR, 'needs-consent'],
    ],
    funding: {
      ...{ year: 2015, localShareAfter: '58.00', totalEuros: 1_000_000 },
      localSharesBefore: [
        ['SPN', '46.43'],
        ['Aliptic', '70.00'],
        ['Syrpin', '20.00'],
        ['Digital Aquitaine', '70.00'],
        ['Pays Basque Digital', '66.67'],
      ],
    },
  },
  lines: ({ members: { total, sum, merged }, antennas, network, funding, ...found }) => [
    `Members: ${String(sum)} memberships, ${String(merged)} companies in two clusters, so ${String(total)} members.`,
    `Antennas: ${antennas.map((each) => each.map(String).join(' ')).join(', ')}.`,
    `Seats: ${String(found.boardsAbolished)} boards and ${String(found.presidenciesEnded)} presidencies end; the seat of ${found.partnerSeats.join(', ')} at Cobalt passes on.`,
    `Votes at France IT: ${String(network.before)} before, ${String(network.after)} afterwards.`,
    ...found.labels.map(([of, label]) => `${String(label)} of ${String(of)}: its issuer has to consent.`),
    `Funding of ${String(funding.year)}: ${funding.totalEuros.toLocaleString('en')} euros in all; from local institutions ${funding.localSharesBefore.map(([of, share]) => `${String(of)} ${String(share)} %`).join(', ')}; together ${funding.localShareAfter ?? '0'} %.`,
  ],
});

interface Composition {
  readonly size?: number;
  readonly members: readonly { readonly person: { readonly name: string } }[];
}
interface Operation {
  readonly kind: string;
  readonly status: string;
  readonly effectiveOn?: string;
}
interface Offices {
  readonly items: readonly {
    readonly title: string;
    readonly mandates: readonly { readonly tiedToClusterId?: string }[];
  }[];
}

/** What took place beside it: the operations, the committee, and the five as they stand afterwards. */
async function federationAsItIs(api: ApiClient) {
  const day = '2020-01-01';
  const { kind, status, effectiveOn } = await api.get<Operation>(`mergers/operations/${operations.federation}`);
  const merger = await api.get<Operation>(`mergers/operations/${operations.merger}`);
  const bodyId = bodyOf(REPRESENTATION, 'steering-committee');
  const { size, members } = await api.get<Composition>(`governance/bodies/${bodyId}/composition?validAt=${day}`);
  const { items } = await api.get<Offices>(`governance/offices?bodyId=${bodyId}`);
  const clusters = await Promise.all(
    names.map(async (name) => {
      const [{ state }, { members: count }] = await Promise.all([
        api.get<{ readonly state: string }>(`membership/clusters/${clusterId(name)}?validAt=${day}`),
        api.get<{ readonly members: number }>(`membership/clusters/${clusterId(name)}/counts?validAt=${day}`),
      ]);
      return [name, state, count] as const;
    }),
  );
  return {
    ...{ merger: merger.status, operation: `${kind}, ${status} on ${effectiveOn ?? 'no day'}` },
    ...{ seats: size, held: members.length },
    seatsOf: items.flatMap(({ mandates }) => mandates.map((each) => nameOf(each.tiedToClusterId))).toSorted(),
    gathered: await membersOf(api, representation, day),
    clusters,
    atFranceIt: (await membersOf(api, franceIt, day)).filter((name) => names.includes(name)).length,
  };
}

const federation: Question = question({
  ask: federationAsItIs,
  expected: {
    ...{ merger: 'withdrawn', operation: 'federation, effective on 2017-01-02', seats: 5, held: 5 },
    ...{ seatsOf: names.toSorted(), gathered: names.toSorted(), atFranceIt: 5 },
    clusters: five.map(({ name, members }) => [name, 'active', members.length]),
  },
  lines: ({ merger, operation, seats, seatsOf, clusters, atFranceIt }) => [
    `The merger is ${merger}; what took place is a ${operation}.`,
    `Its steering committee has ${String(seats ?? 0)} seats, one for each: ${seatsOf.join(', ')}.`,
    `Nobody disappears: ${clusters.map(([name, state, count]) => `${name} is ${state} with ${String(count)} members`).join(', ')}.`,
    `At France IT the five keep ${String(atFranceIt)} votes.`,
  ],
});

interface Services {
  readonly as: string;
  readonly services: readonly {
    readonly service: string;
    readonly modality: string;
    readonly quota?: number;
    readonly agreementId: string;
    readonly through: string;
  }[];
}

const service: Question = question({
  ask: async (api) =>
    await Promise.all(
      inTown.map(async ({ town, number, cluster }) => {
        const others = names.filter((name) => name !== cluster);
        const open = await Promise.all(
          others.map((name) =>
            api.get<Services>(
              `membership/clusters/${clusterId(name)}/reciprocal-services?for=${company(number)}&validAt=2019-01-15`,
            ),
          ),
        );
        const services = open.flatMap((each) => each.services);
        const terms = services.map(({ service: what, modality, quota }) => `${what} ${termsOf(modality, quota)}`);
        return {
          ...{ town, company: companyName(number), others: open.filter((each) => each.services.length > 0).length },
          through: [...new Set(services.map((each) => nameOf(each.through)))],
          terms: [...new Set(terms)].toSorted(),
          byTheAgreement: services.every((each) => each.agreementId === reciprocity),
        };
      }),
    ),
  expected: inTown.map(({ town, number, cluster }) => ({
    ...{ town, company: companyName(number), others: 4, through: [cluster], byTheAgreement: true },
    terms: ['Dîners within a quota of 5', 'Formations at the same price'],
  })),
  lines: (towns) =>
    towns.map(
      ({ company: name, through, others, terms }) =>
        `${name}: served by ${through.join(', ')}, and at ${String(others)} other clusters ${terms.join(', ')}.`,
    ),
});

interface Programme {
  readonly name: string;
  readonly leadId?: string;
  readonly relayIds: readonly string[];
  readonly funders: readonly unknown[];
  readonly since: string;
}

const actions: Question = question({
  ask: async (api) =>
    await Promise.all(
      Object.values(programmes).map(async (programmeId) => {
        const found = await api.get<Programme>(`events/programmes/${programmeId}?validAt=2020-01-01`);
        const { name, since, leadId, relayIds, funders } = found;
        return { name, since, lead: nameOf(leadId), relays: relayIds.map(nameOf).toSorted(), funders: funders.length };
      }),
    ),
  expected: [
    {
      ...{ name: 'Formation au numérique', since: '2018-01-15', lead: 'Aliptic', funders: 1 },
      relays: ['Digital Aquitaine', 'Pays Basque Digital', 'SPN', 'Syrpin'],
    },
    {
      ...{ name: 'Sobriété numérique', since: '2019-09-02', lead: 'SPN', funders: 1 },
      relays: ['Aliptic', 'Digital Aquitaine', 'Pays Basque Digital', 'Syrpin'],
    },
  ],
  lines: (found) =>
    found.map(
      ({ name, since, lead, relays }) =>
        `${name}, since ${since}: ${lead} leads it; ${relays.join(', ')} run it in the same way.`,
    ),
});

interface Incubator {
  readonly name: string;
  readonly site: string;
  readonly since: string;
  readonly status: string;
}
interface Partner {
  readonly founding: boolean;
  readonly holder: { readonly id: string };
  readonly seat?: { readonly since: string };
}

const site: Question = question({
  ask: async (api) => {
    const { site: where, since, status } = await api.get<Incubator>(`incubation/incubators/${cobalt.incubator}`);
    const { founding, holder, seat } = await api.get<Partner>(`incubation/partners/${cobalt.partner}`);
    return { where, since, status, founder: founding ? nameOf(holder.id) : 'nobody', hasSeat: seat !== undefined };
  },
  expected: { where: 'Cobalt, Poitiers', since: '2015-09-01', status: 'open', founder: 'SPN', hasSeat: true },
  lines: ({ where, since, status, founder, hasSeat }) => [
    `${where}: ${status} since ${since}, created by ${founder}, which ${hasSeat ? 'has' : 'has not'} a seat in its steering body.`,
  ],
});

/** The five clusters of one region: the merger that was not, and what they do together. */
export const ofTheRegion = {
  'Dry run: what would the merger of the five clusters have done to members, seats, labels and funding?': foreseen,
  'What took place instead: who sits in the regional representation, and who disappeared?': federation,
  'What may a company in Pau, Limoges or Niort use of the other clusters, under which modalities?': service,
  'Who leads the programmes that all run in the same way, and who relays them?': actions,
  'Where is Cobalt, and who created it?': site,
};
