import { bars, shares, type Whole } from '../page/bars.ts';
import { officeLane } from '../page/holders.ts';
import { timeline } from '../page/timeline.ts';
import type { Drawing } from '../story.ts';
import { clusters } from './cast.ts';
import { activity } from './questions/gatherings.ts';
import { presidency } from './rows/presidency.ts';

interface Mix {
  readonly classes: readonly { readonly class: string; readonly amountCents: number; readonly share?: string }[];
}

const CLASSES = ['own', 'local-institutions', 'private-institutions'];

const partsOf = (label: string, { classes }: Mix): Whole => ({
  label,
  parts: CLASSES.map((name) => {
    const found = classes.find((each) => each.class === name);
    return { value: found?.amountCents ?? 0, text: `${found?.share ?? '0'} %` };
  }),
});

const funding: Drawing = {
  title: 'What it lives of in 2015',
  draw: async (api) => {
    const path = `membership/clusters/${clusters.telecomValley}/funding?year=2015`;
    const { withVolunteering, cash } = await api.get<Readonly<Record<'cash' | 'withVolunteering', Mix>>>(path);
    const names = ['own resources', 'local institutions', 'private institutions'];
    return shares('Funding mix', names, [partsOf('with volunteering', withVolunteering), partsOf('in cash', cash)]);
  },
};

const actions: Drawing = {
  title: 'Its 150 actions of twelve months, by kind',
  draw: async (api) => {
    const { kinds } = await activity(api);
    const byCount = Object.entries(kinds).sort(([, one], [, other]) => other - one);
    const groups = byCount.map(([label, count]) => ({ label, values: [count] }));
    return bars('Actions by kind', ['actions'], groups);
  },
};

const mandates: Drawing = {
  title: 'Who presides, mandate after mandate',
  draw: async (api) => {
    const path = `governance/offices/${presidency.office}`;
    const { mandates: all } = await api.get<{
      readonly mandates: readonly {
        readonly person: { readonly name: string };
        readonly since: string;
        readonly until?: string;
        readonly limit?: string;
      }[];
    }>(path);
    return timeline('Presidents over time', [
      await officeLane(api, 'President', presidency.office),
      {
        label: 'Mandates',
        spans: all.map(({ person, since, until, limit }) => ({
          label: person.name,
          from: since,
          to: until ?? limit ?? null,
        })),
      },
    ]);
  },
};

export const drawings: readonly Drawing[] = [funding, actions, mandates];
