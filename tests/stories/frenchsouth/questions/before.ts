import { refusals } from '../../refusals.ts';
import { question, type Question } from '../../story.ts';
import { clusters, id, operations, subsidies } from '../cast.ts';

const operation = `mergers/operations/${operations.frenchSouth}`;

interface Position {
  readonly on: string;
  readonly by: string;
  readonly statement: string;
}
interface Figure {
  readonly indicator: string;
  readonly value: number;
  readonly unit: string;
  readonly source: string;
}
interface Condition {
  readonly description: string;
  readonly blocking: boolean;
  readonly status: string;
}

/** What there was before the three were one. */
export const before: Readonly<Record<string, Question>> = {
  'What was said before any legal step, and by whom?': question({
    ask: async (api) => {
      const { positions } = await api.get<{ readonly positions: readonly Position[] }>(
        `${operation}?knownAt=2014-11-13`,
      );
      return positions.map(({ on, by, statement }) => ({ on, by, statement }));
    },
    expected: [
      {
        ...{ on: '2014-09-15', by: 'Région Languedoc-Roussillon' },
        statement: 'The three trades belong under one roof.',
      },
      {
        ...{ on: '2014-09-15', by: 'The three presidents' },
        statement: 'A dissolution would lose the history of the sectors: we merge.',
      },
    ],
    lines: (said) => said.map(({ on, by, statement }) => `${on}, ${by}: ${statement}`),
  }),
  'How large is the sector in the region, as who says?': question({
    ask: async (api) => {
      const path = `membership/clusters/${clusters.novae}?validAt=2014-12-01`;
      const { figures } = await api.get<{ readonly figures: readonly Figure[] }>(path);
      return figures.map(({ indicator, value, unit, source }) => ({ indicator, value, unit, source }));
    },
    expected: [
      { indicator: 'establishments', value: 4_200, unit: 'establishments', source: 'Novae LR' },
      { indicator: 'employees', value: 15_000, unit: 'persons', source: 'Novae LR' },
      { indicator: 'growth-of-establishments-since-2009', value: 34, unit: 'percent', source: 'Novae LR' },
    ],
    lines: (figures) =>
      figures.map(
        ({ indicator, value, unit, source }) =>
          `${indicator.replaceAll('-', ' ')}: ${value.toLocaleString('en')} ${unit === indicator ? '' : `${unit} `}[${source}]`,
      ),
  }),
  'Could the boards adopt a plan while colleges were open in it, and spend what was frozen?': question({
    ask: async (api) => {
      const { openPoints } = await api.get<{ readonly openPoints: readonly string[] }>(
        `${operation}?knownAt=2014-12-01`,
      );
      const path = `membership/subsidies/${subsidies[0].id}?validAt=2014-12-01`;
      const { status } = await api.get<{ readonly status: string }>(path);
      return {
        ...{ openPoints, adoption: refusals.codeOf('adopts a plan with open points'), status },
        spending: refusals.codeOf('spends what is frozen until the grouping exists'),
      };
    },
    expected: {
      openPoints: ['French Tech entrepreneurs as a college of their own', 'schools as a college of their own'],
      ...{ adoption: 'MRG_PLAN_HAS_OPEN_POINTS', status: 'frozen', spending: 'MBR_SUBSIDY_FROZEN' },
    },
    lines: ({ openPoints, adoption, status, spending }) => [
      ...openPoints.map((point) => `open on 1 December 2014: ${point}`),
      `to adopt it was refused (${String(adoption)})`,
      `the subsidy of Novae LR was ${status}: to spend it was refused (${String(spending)})`,
    ],
  }),
  'How did the conditions stand as was known on 20 and on 30 January 2015?': question({
    ask: (api) =>
      Promise.all(
        ['2015-01-20', '2015-01-30'].map(async (day) => {
          const { conditions } = await api.get<{ readonly conditions: readonly Condition[] }>(
            `${operation}?knownAt=${day}`,
          );
          return { day, conditions: conditions.map(({ description, status }) => ({ description, status })) };
        }),
      ),
    expected: [
      {
        day: '2015-01-20',
        conditions: [
          { description: 'Working capital, asked for by Novae LR', status: 'open' },
          { description: 'A guarantee of means, asked for by PixLR', status: 'open' },
        ],
      },
      {
        day: '2015-01-30',
        conditions: [
          { description: 'Working capital, asked for by Novae LR', status: 'fulfilled' },
          { description: 'A guarantee of means, asked for by PixLR', status: 'waived' },
        ],
      },
    ],
    lines: (days) =>
      days.map(
        ({ day, conditions }) =>
          `${day}: ${conditions.map(({ description, status }) => `${description}: ${status}`).join('; ')}`,
      ),
  }),
  'Who became French Tech some days before the announcement?': question({
    ask: async (api) => {
      const scheme = id('label', 'French Tech');
      const { items } = await api.get<{
        readonly items: readonly {
          readonly holder: { readonly kind: string; readonly name?: string };
          readonly status: string;
        }[];
      }>(`membership/labels?schemeId=${scheme}&validAt=2014-11-19`);
      return items.map(({ holder, status }) => ({ holder: holder.name, kind: holder.kind, status }));
    },
    expected: [{ holder: 'Montpellier', kind: 'territory', status: 'valid' }],
    lines: (labels) => labels.map(({ holder, kind, status }) => `${String(holder)}, a ${kind}: ${status}`),
  }),
};
