import { derivedId, type Uuid } from '#libs/kernel';
import type { StoryPart } from '../part.ts';
import type { Player, StoryRow } from '../player.ts';

const id = (kind: string, name: string): Uuid => derivedId('france-it', kind, name);
const clusterId = (name: string): Uuid => id('cluster', name);
const franceIt = clusterId('France IT');
const franceClusters = clusterId('France Clusters');
const named = ['SPN', 'Aliptic', 'Syrpin', 'Digital Aquitaine', 'Pays Basque Digital', 'Numélink'];
const MEMBERS = 20;
const members = [
  ...named,
  ...Array.from({ length: MEMBERS - named.length }, (_, index) => `Cluster ${String(index + 1)}`),
];
const [spn, aliptic] = [clusterId('SPN'), clusterId('Aliptic')];
const [responsible, cloud] = [id('label', 'Numérique Responsable'), id('label', 'Label Cloud')];
const reciprocity = id('agreement', 'SPN and Aliptic');
const company = (index: number): Uuid => id('member of SPN', String(index));
const COMPANIES = 200;
const companies = Array.from({ length: COMPANIES }, (_, index) => company(index));

const founded: StoryRow = {
  day: '2010-06-01',
  title: 'Digital clusters that met in France Clusters create France IT',
  play: async (player) => {
    const networks = [
      [franceClusters, 'France Clusters'],
      [franceIt, 'France IT'],
    ] as const;
    for (const [networkId, name] of networks)
      await player.command('membership/clusters', { id: networkId, name, kind: 'network', seat: 'Lyon' });
    await player.each(members, (name) => [
      'membership/clusters',
      { id: clusterId(name), name, seat: 'Niort', effectiveAt: '2005-01-01' },
    ]);
    await player.each(members, (name) => ['membership/memberships', memberOf(franceIt, clusterId(name))]);
    await player.each([spn, aliptic], (member) => ['membership/memberships', memberOf(franceClusters, member)]);
  },
};

function memberOf(network: Uuid, organisationId: Uuid): object {
  return { clusterId: network, organisationId };
}

const labels: StoryRow = {
  day: '2018-03-01',
  title: 'France IT awards Numérique Responsable and Label Cloud to members of SPN',
  play: async (player) => {
    await player.each(companies, (organisation) => [
      'membership/organisations',
      { id: organisation, name: organisation, kind: 'company', effectiveAt: '2000-01-01' },
    ]);
    await player.each(companies, (organisation) => ['membership/memberships', memberOf(spn, organisation)]);
    for (const [schemeId, name] of [
      [responsible, 'Numérique Responsable'],
      [cloud, 'Label Cloud'],
    ] as const) {
      const rules = { onHolderSuccession: { policy: 'consent', withinMonths: 6 } };
      await player.command('membership/label-schemes', { id: schemeId, issuerId: franceIt, name, ...rules });
    }
    await award(player, responsible, companies.slice(0, 12));
    await award(player, cloud, companies.slice(10, 15));
  },
};

async function award(player: Player, schemeId: Uuid, holders: readonly Uuid[]): Promise<void> {
  await player.each(holders, (holder) => [
    'membership/labels',
    { schemeId, holder: { kind: 'organisation', id: holder } },
  ]);
}

const apart: StoryRow = {
  day: '2019-03-01',
  title:
    'The clusters of Nouvelle-Aquitaine stay apart: an equivalent service by the nearest one, and the actions of the others',
  play: async (player) => {
    const services = [
      { service: 'Formations', modality: 'same-price' },
      { service: 'Dîners', modality: 'quota', quota: 5 },
    ];
    const terms = { kind: 'reciprocity', parties: [spn, aliptic], services, clusterId: spn };
    await player.command('membership/agreements', { id: reciprocity, ...terms, until: '2022-01-01' });
    for (const party of [spn, aliptic])
      await player.command(`membership/agreements/${reciprocity}/sign`, { clusterId: party });
  },
};

const counted: StoryRow = {
  day: '2020-02-01',
  title: 'One text counts a hundred clusters, and 125: two figures of two scopes',
  play: async (player) => {
    const source = 'Entretien de 2020';
    const figures = [
      ['clusters', 100, 'clusters numériques de France'],
      ['clusters', 125, 'France Clusters'],
      ['companies', 30_000, 'clusters numériques de France'],
      ['companies', 80_000, 'France Clusters'],
    ] as const;
    for (const [indicator, value, scope] of figures) {
      const figure = { indicator, value, unit: indicator, scope, on: '2020-02-01', source };
      await player.command(`membership/clusters/${franceClusters}/declare-figure`, { figure });
    }
  },
};

interface Labels {
  readonly members: number;
  readonly awards: number;
  readonly schemes: readonly { readonly name: string; readonly issuerId: string; readonly members: number }[];
}

/** France IT and its member SPN: who is a member of what, labels, reciprocity, figures that disagree. */
export const franceItMembership: StoryPart = {
  name: 'SPN and France IT, 2010 to 2020',
  key: 'france-it',
  script: [founded, labels, apart, counted],
  answers: {
    'which clusters France IT has as members': {
      ask: async (api) => {
        const { items } = await api.get<{ readonly items: readonly { readonly name: string }[] }>(
          `membership/clusters/${franceIt}/members?validAt=2020-03-01&limit=100`,
        );
        return items.map(({ name }) => name).toSorted();
      },
      expected: members.toSorted(),
    },
    'which labels members of SPN had, issued by whom': {
      ask: async (api) => {
        const held = await api.get<Labels>(`membership/clusters/${spn}/labels?validAt=2020-01-01`);
        const { members: holders, awards, schemes } = held;
        const each = schemes.map(({ name, issuerId, members: own }) => [name, issuerId, own]);
        return [holders, awards, ...each.toSorted()];
      },
      expected: [15, 17, ['Label Cloud', franceIt, 5], ['Numérique Responsable', franceIt, 12]],
    },
    'what of Aliptic is open to a member of SPN, and by which agreement': {
      ask: (api) => api.get(`membership/clusters/${aliptic}/reciprocal-services?for=${company(0)}&validAt=2020-04-15`),
      expected: {
        as: 'member-elsewhere',
        services: [
          { service: 'Formations', modality: 'same-price', agreementId: reciprocity },
          { service: 'Dîners', modality: 'quota', quota: 5, agreementId: reciprocity },
        ],
      },
    },
    'how many clusters there are, by which scope': {
      ask: async (api) => {
        const { figures } = await api.get<{
          readonly figures: readonly { readonly indicator: string; readonly value: number; readonly scope: string }[];
        }>(`membership/clusters/${franceClusters}?validAt=2020-03-01`);
        return figures
          .filter(({ indicator }) => indicator === 'clusters')
          .map(({ value }) => value)
          .toSorted();
      },
      expected: [100, 125],
    },
  },
};
