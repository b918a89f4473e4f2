import type { ApiClient } from '../../api-client.ts';
import { question, type Question } from '../../story.ts';
import { animators, company, five, franceClusters, franceIt, nameOf, spn } from '../cast.ts';

interface Labels {
  readonly members: number;
  readonly awards: number;
  readonly schemes: readonly { readonly name: string; readonly issuerId: string; readonly members: number }[];
}

const labels: Question = question({
  ask: async (api) => {
    const found = await api.get<Labels>(`membership/clusters/${spn}/labels?validAt=2020-01-01`);
    return {
      ...{ members: found.members, awards: found.awards },
      schemes: found.schemes
        .map(({ name, issuerId, members }) => ({ name, issuer: nameOf(issuerId), members }))
        .toSorted((left, right) => right.members - left.members),
    };
  },
  expected: {
    ...{ members: 15, awards: 17 },
    schemes: [
      { name: 'Label Entreprise Numérique Responsable', issuer: nameOf(franceIt), members: 12 },
      { name: 'Label Cloud', issuer: nameOf(franceIt), members: 5 },
    ],
  },
  lines: ({ members, awards, schemes }) => [
    ...schemes.map(
      ({ name, issuer, members: count }) => `${name}, issued by ${issuer}: ${String(count)} members of SPN.`,
    ),
    `${String(awards)} awards in all, to ${String(members)} members.`,
  ],
});

interface Engagement {
  readonly members: number;
  readonly atRisk: number;
  readonly items: readonly { readonly organisationId: string; readonly lastOn?: string }[];
}

/** As the rows have it: the last forty of the list came to nothing in the twelve months, and are in no working group. */
const [{ members: numbers } = { members: [] }] = five;
const absent = new Set<string>(numbers.slice(160).map(company));

const atRisk: Question = question({
  ask: async (api) => {
    const path = `events/clusters/${spn}/engagement?state=at-risk&validAt=2020-02-01`;
    const { members, atRisk: count, items } = await api.get<Engagement>(path);
    return {
      ...{ members, atRisk: count, asPlayed: items.every((each) => absent.has(each.organisationId)) },
      cameLastIn2018: items.filter(({ lastOn }) => lastOn === '2018-11-15').length,
      neverCame: items.filter(({ lastOn }) => lastOn === undefined).length,
    };
  },
  expected: { members: 200, atRisk: 40, asPlayed: true, cameLastIn2018: 20, neverCame: 20 },
  lines: ({ members, atRisk: count, cameLastIn2018, neverCame }) => [
    `${String(count)} of ${String(members)} members: no attendance in twelve months, and no working group.`,
    `${String(cameLastIn2018)} came for the last time on 15 November 2018, ${String(neverCame)} never.`,
  ],
});

interface Roles {
  readonly items: readonly {
    readonly title: string;
    readonly person: { readonly personId: string };
    readonly since: string;
  }[];
}

const recruited: Question = question({
  ask: async (api) => {
    const { items } = await api.get<Roles>(`governance/roles?clusterId=${spn}`);
    const ids = new Set<string>(animators.map(({ personId }) => personId));
    const own = items.filter(({ person }) => ids.has(person.personId));
    return own.map(({ title, since }) => ({ title, since }));
  },
  expected: animators.map(() => ({ title: 'Animation du réseau', since: '2020-01-06' })),
  lines: (found) => [
    `${String(found.length)} persons are appointed, ${found.map(({ title, since }) => `${title} (${since})`).join(', ')}: roles, and no mandates.`,
  ],
});

interface Funding {
  readonly cash: {
    readonly totalCents: number;
    readonly classes: readonly { readonly class: string; readonly share?: string }[];
  };
  readonly imbalances: readonly { readonly class: string; readonly percent: number; readonly share: string }[];
}

/** A class of funding, as a person says it. */
const classOf = (name: string): string => name.replace('own', 'own resources').replace('-', ' ');

async function fundingOf(api: ApiClient, year: number) {
  const path = `membership/clusters/${spn}/funding?year=${String(year)}&validAt=${String(year)}-12-31`;
  const { cash, imbalances } = await api.get<Funding>(path);
  return {
    ...{ year, euros: cash.totalCents / 100 },
    shares: cash.classes.map((each) => `${classOf(each.class)} ${each.share ?? '0.00'} %`),
    alerts: imbalances.map((each) => `${classOf(each.class)} ${each.share} %, at most ${String(each.percent)} %`),
  };
}

const balance: Question = question({
  ask: async (api) => await Promise.all([2015, 2019].map((year) => fundingOf(api, year))),
  expected: [
    {
      ...{ year: 2015, euros: 280_000, alerts: [] },
      shares: ['own resources 53.57 %', 'local institutions 46.43 %', 'private institutions 0.00 %'],
    },
    {
      ...{ year: 2019, euros: 320_000, alerts: ['local institutions 56.25 %, at most 50 %'] },
      shares: ['own resources 43.75 %', 'local institutions 56.25 %', 'private institutions 0.00 %'],
    },
  ],
  lines: (years) =>
    years.map(({ year, euros, shares, alerts }) => {
      const alert = alerts.length === 0 ? 'in balance' : `out of balance: ${alerts.join(', ')}`;
      return `${String(year)}: ${euros.toLocaleString('en')} euros, ${shares.join(', ')}; ${alert}.`;
    }),
});

interface Figures {
  readonly figures: readonly {
    readonly indicator: string;
    readonly value: number;
    readonly scope: string;
    readonly source: string;
  }[];
}

const figures: Question = question({
  ask: async (api) => {
    const found = await api.get<Figures>(`membership/clusters/${franceClusters}?validAt=2020-03-01`);
    const scopes = [...new Set(found.figures.map(({ scope }) => scope))].toSorted();
    return {
      sources: [...new Set(found.figures.map(({ source }) => source))],
      scopes: scopes.map((scope) => {
        const own = found.figures.filter((each) => each.scope === scope);
        return { scope, counted: own.map(({ indicator, value }) => [value, indicator] as const) };
      }),
    };
  },
  expected: {
    sources: ['Entretien de 2020'],
    scopes: [
      {
        scope: 'France Clusters',
        counted: [
          [125, 'clusters'],
          [80_000, 'companies'],
        ],
      },
      {
        scope: 'clusters en France',
        counted: [
          [100, 'clusters'],
          [30_000, 'companies'],
          [800_000, 'jobs'],
        ],
      },
    ],
  },
  lines: ({ sources, scopes }) =>
    scopes.map(({ scope, counted }) => {
      const said = counted.map(([value, indicator]) => `${value.toLocaleString('en')} ${indicator}`);
      return `${sources.join(', ')}, ${scope}: ${said.join(', ')}.`;
    }),
});

/** SPN and its members. */
export const ofTheMembers = {
  'Which labels did members of SPN hold on 1 January 2020, issued by whom?': labels,
  'Which members of SPN are at risk by engagement on 1 February 2020, and why?': atRisk,
  'Who was recruited in 2020 to put members back in the centre?': recruited,
  'Does the funding of SPN keep the balance of public and private?': balance,
  'How many clusters, companies and jobs does one text of 2020 count, by which scope?': figures,
};
