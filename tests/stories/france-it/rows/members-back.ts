import type { Player, StoryRow } from '../../player.ts';
import { aliptic, animators, company, five, franceClusters, gatheringOf, group, roleOf, spn } from '../cast.ts';

const [{ members: numbers } = { members: [] }] = five;
const ofSpn = numbers.map(company);
const PLACES: Readonly<Record<string, string>> = { [spn]: 'Cobalt, Poitiers', [aliptic]: 'Limoges' };

interface Held {
  readonly of: string;
  readonly title: string;
  readonly day: string;
  readonly format: string;
  readonly who: readonly string[];
}

const held: readonly Held[] = [
  { of: spn, title: 'Rentrée de SPN', day: '2018-11-15', format: 'seminar', who: ofSpn.slice(100, 180) },
  { of: spn, title: 'Assises du numérique', day: '2019-06-20', format: 'symposium', who: ofSpn.slice(0, 90) },
  { of: aliptic, title: 'Formation à Limoges', day: '2019-10-03', format: 'seminar', who: ofSpn.slice(80, 120) },
];

async function attended(player: Player, { of, title, day, format, who }: Held): Promise<void> {
  const organised = { clusterId: of, organiser: { kind: 'cluster', id: of }, audience: ['member', 'reciprocal'] };
  const place = { name: PLACES[of] ?? '', zone: 'Europe/Paris' };
  const about = `events/gatherings/${gatheringOf(title)}`;
  const plan = { id: gatheringOf(title), title, format, place, schedule: { from: day, to: day } };
  await player.command('events/gatherings', { ...plan, ...organised, effectiveAt: '2018-09-03' });
  await player.command(`${about}/hold`, {});
  await player.command(`${about}/count-attendance`, { participants: who.length, organisationIds: who });
}

/** What members of SPN came to, day by day. */
export const gatherings: readonly StoryRow[] = held.map((each) => ({
  day: each.day,
  title: `${each.title}: ${String(each.who.length)} members of SPN are there`,
  play: (player) => attended(player, each),
}));

export const working: StoryRow = {
  day: '2019-09-03',
  title: 'A working group on digital sobriety: fifty members of SPN are in it',
  play: async (player) => {
    const founded = { id: group, kind: 'working-group', name: 'Sobriété numérique', clusterId: spn };
    await player.command('events/communities', founded);
    await player.each(ofSpn.slice(110, 160), (organisationId) => [
      `events/communities/${group}/join`,
      { organisationId },
    ]);
  },
};

export const unbalanced: StoryRow = {
  day: '2019-12-31',
  title: 'SPN has more from local institutions than its own rule allows',
  play: async (player) => {
    for (const [resource, amount] of [
      ['fees', 110_000],
      ['facility-income', 30_000],
      ['local-institutions', 180_000],
    ] as const)
      await player.command(`membership/funding/${spn}/record`, {
        ...{ resource, amountCents: amount * 100, source: 'Comptes de 2019' },
      });
  },
};

export const recruited: StoryRow = {
  day: '2020-01-06',
  title: 'Two animators are recruited, to put members back in the centre',
  play: async (player) => {
    for (const person of animators)
      await player.command('governance/roles', {
        ...{ id: roleOf(person.name), clusterId: spn, title: 'Animation du réseau', person },
      });
  },
};

export const counted: StoryRow = {
  day: '2020-02-01',
  title: 'One text counts about a hundred clusters, and 125: figures of two scopes, which both stay',
  play: async (player) => {
    const source = 'Entretien de 2020';
    const declared = [
      [franceClusters, 'clusters', 100, 'clusters en France'],
      [franceClusters, 'companies', 30_000, 'clusters en France'],
      [franceClusters, 'jobs', 800_000, 'clusters en France'],
      [franceClusters, 'clusters', 125, 'France Clusters'],
      [franceClusters, 'companies', 80_000, 'France Clusters'],
      [spn, 'members', 200, 'SPN'],
    ] as const;
    for (const [cluster, indicator, value, scope] of declared) {
      const figure = { indicator, value, unit: indicator, scope, on: player.day, source };
      await player.command(`membership/clusters/${cluster}/declare-figure`, { figure });
    }
  },
};
