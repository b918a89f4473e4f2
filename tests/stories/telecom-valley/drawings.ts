import { bars, shares } from '../page/bars.ts';
import { wholeOf, type Mix } from '../page/mix.ts';
import { timeline, type Span } from '../page/timeline.ts';
import type { Drawing } from '../story.ts';
import { clusters } from './cast.ts';
import { activity, KINDS } from './questions/gatherings.ts';
import { presidency } from './rows/presidency.ts';

const CLASSES = ['own', 'local-institutions', 'private-institutions'];

const funding: Drawing = {
  title: 'What it lives of in 2015',
  draw: async (api) => {
    const path = `membership/clusters/${clusters.telecomValley}/funding?year=2015`;
    const { withVolunteering, cash } = await api.get<Readonly<Record<'cash' | 'withVolunteering', Mix>>>(path);
    const names = ['own resources', 'local institutions', 'private institutions'];
    return shares('Funding mix', names, [
      wholeOf('with volunteering', withVolunteering, CLASSES),
      wholeOf('in cash', cash, CLASSES),
    ]);
  },
};

const actions: Drawing = {
  title: 'Its 150 actions of twelve months, by kind',
  draw: async (api) => {
    const { kinds, sophiaConf } = await activity(api);
    const named = Object.entries(kinds).map(([kind, count]) => [KINDS[kind] ?? kind, count] as const);
    const all = [...named, ['evenings of SophiaConf', sophiaConf.evenings] as const];
    const groups = all
      .toSorted(([, one], [, other]) => other - one)
      .map(([label, count]) => ({ label, values: [count] }));
    return bars('Actions by kind', ['actions'], groups);
  },
};

interface Lasting {
  readonly since: string;
  readonly until?: string;
  readonly limit?: string;
}
const span = (label: string, { since, until, limit }: Lasting): Span => ({
  ...{ label, from: since },
  to: until ?? limit ?? null,
});

const mandates: Drawing = {
  title: 'Two mandates of one president, and the seat that goes on with them',
  draw: async (api) => {
    const path = `governance/offices/${presidency.office}`;
    const { mandates: all, representations } = await api.get<{
      readonly mandates: readonly (Lasting & { readonly person: { readonly name: string } })[];
      readonly representations: readonly (Lasting & { readonly where: string })[];
    }>(path);
    return timeline('Mandates of the president, and the seat that rests on them', [
      { label: 'Presidency', spans: all.map((each) => span(each.person.name, each)) },
      { label: 'By the mandate', spans: representations.map((each) => span(each.where, each)) },
    ]);
  },
};

const circles: Drawing = {
  title: 'Communities and commissions: opened, asleep, back again',
  draw: async (api) => {
    const path = `events/communities?clusterId=${clusters.telecomValley}`;
    const { items } = await api.get<{
      readonly items: readonly { readonly name: string; readonly periods: readonly Lasting[] }[];
    }>(path);
    const lanes = items.map(({ name, periods }) => ({ label: name, spans: periods.map((each) => span('', each)) }));
    return timeline('Communities over time', lanes);
  },
};

export const drawings: readonly Drawing[] = [funding, actions, mandates, circles];
