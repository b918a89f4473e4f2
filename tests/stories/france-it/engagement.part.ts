import { derivedId, type Uuid } from '#libs/kernel';
import type { StoryPart } from '../part.ts';
import type { Player, StoryRow } from '../player.ts';

const id = (kind: string, name: string): Uuid => derivedId('france-it', kind, name);
const [spn, aliptic] = [id('cluster', 'SPN'), id('cluster', 'Aliptic')];
/** As the part on its members has them. */
const companies = Array.from({ length: 200 }, (_, index) => id('member of SPN', String(index)));
const group = id('working group', 'Sobriété');

async function held(player: Player, of: Uuid, title: string, on: string, who: readonly Uuid[]): Promise<void> {
  const organised = { clusterId: of, organiser: { kind: 'cluster', id: of }, audience: ['member', 'reciprocal'] };
  const place = { name: 'Cobalt, Poitiers', zone: 'Europe/Paris' };
  const about = `events/gatherings/${id('gathering', title)}`;
  const plan = { id: id('gathering', title), title, format: 'seminar', place, schedule: { from: on, to: on } };
  await player.command('events/gatherings', { ...plan, ...organised, effectiveAt: '2018-09-01' });
  await player.command(`${about}/hold`, { effectiveAt: on });
  await player.command(`${about}/count-attendance`, {
    ...{ participants: who.length, organisationIds: who, effectiveAt: on },
  });
}

const presences: StoryRow = {
  day: '2020-02-01',
  title: 'Two animators are recruited: who came in the last twelve months, and who is in a working group',
  play: async (player) => {
    await held(player, spn, 'Rentrée de SPN', '2018-11-15', companies.slice(100, 180));
    await held(player, spn, 'Assises du numérique', '2019-06-20', companies.slice(0, 90));
    await held(player, aliptic, 'Formation à Limoges', '2019-10-03', companies.slice(80, 120));
    const working = { id: group, kind: 'working-group', name: 'Sobriété numérique', clusterId: spn };
    await player.command('events/communities', { ...working, effectiveAt: '2019-01-01' });
    for (const organisationId of companies.slice(110, 160))
      await player.command(`events/communities/${group}/join`, { organisationId, effectiveAt: '2019-09-01' });
  },
};

interface Engagement {
  readonly members: number;
  readonly atRisk: number;
  readonly items: readonly { readonly organisationId: string; readonly lastOn?: string }[];
}

/** Who leaves are those who do not come: the members of SPN at risk on 1 February 2020. */
export const franceItEngagement: StoryPart = {
  name: 'SPN, its members at risk',
  key: 'france-it-engagement',
  script: [presences],
  answers: {
    'which members are at risk by engagement on 1 February 2020, and why': {
      ask: async (api) => {
        const path = `events/clusters/${spn}/engagement?state=at-risk&validAt=2020-02-01`;
        const { members, atRisk, items } = await api.get<Engagement>(path);
        const lately = items.filter(({ lastOn }) => lastOn === '2018-11-15').length;
        const never = items.filter(({ lastOn }) => lastOn === undefined).length;
        const expected = new Set<string>(companies.slice(160));
        return { members, atRisk, lately, never, asPlayed: items.every((each) => expected.has(each.organisationId)) };
      },
      expected: { members: 200, atRisk: 40, lately: 20, never: 20, asPlayed: true },
    },
  },
};
