import { bars } from '../page/bars.ts';
import { lineageOf } from '../page/lineage.ts';
import { timeline, type Mark } from '../page/timeline.ts';
import type { ApiClient } from '../api-client.ts';
import type { Drawing } from '../story.ts';
import { clusters, operations } from './cast.ts';
import { byCollege } from './colleges.ts';

interface OnADay {
  readonly on: string;
}
interface History {
  readonly effectiveOn: string;
  readonly history: {
    readonly adoptions: readonly OnADay[];
    readonly notices: readonly OnADay[];
    readonly votes: readonly (OnADay & { readonly outcome: string })[];
    readonly postponements: readonly (OnADay & { readonly newTarget: string })[];
  };
}

const marks = (days: readonly OnADay[], label: string): readonly Mark[] =>
  [...new Set(days.map(({ on }) => on))].map((on) => ({ label, on }));

async function acts(api: ApiClient, title: string, operation: string) {
  const { effectiveOn, history } = await api.get<History>(`mergers/operations/${operation}`);
  const { adoptions, notices, votes, postponements } = history;
  return {
    label: title,
    marks: [
      ...marks(adoptions, 'plan adopted'),
      ...marks(notices, 'notice'),
      ...marks(votes, 'vote'),
      ...postponements.map(({ on, newTarget }) => ({ label: `postponed to ${newTarget}`, on })),
      { label: 'effect', on: effectiveOn },
    ],
  };
}

const calendar: Drawing = {
  title: 'The legal calendar: before the decree of 2015, and under it',
  draw: async (api) =>
    timeline('Acts of both mergers over time', [
      await acts(api, 'FrenchSouth.digital', operations.frenchSouth),
      await acts(api, 'Digital 113', operations.digital113),
    ]),
};

const colleges: Drawing = {
  title: 'Members on 18 February 2015, by college and by founder',
  draw: async (api) => {
    const counted = await byCollege(api, '2015-02-18');
    const groups = Object.entries(counted).map(([label, [, ...founders]]) => ({ label, values: founders }));
    return bars('Members by college and founder', ['Novae LR', 'Media Cloud Cluster', 'PixLR'], groups);
  },
};

export const drawings: readonly Drawing[] = [
  lineageOf('The lineage of Digital 113', clusters.digital113, '2019-06-01'),
  calendar,
  colleges,
];
