import { shares } from '../page/bars.ts';
import { officeLane } from '../page/holders.ts';
import { lineageOf } from '../page/lineage.ts';
import { wholeOf, type Mix } from '../page/mix.ts';
import { timeline } from '../page/timeline.ts';
import type { Drawing } from '../story.ts';
import { dryRuns, FRANCE_IT, nameOf, officeOf, programmes, reciprocity, representation } from './cast.ts';

interface Foreseen {
  readonly diff: {
    readonly funding: { readonly before: readonly (Mix & { readonly clusterId: string })[]; readonly after: Mix };
  };
}

/** Of own resources and of local institutions: the story has no others. */
const CLASSES = ['own', 'local-institutions'];

const funding: Drawing = {
  title: 'What the five lived of in 2015, and what one cluster would have lived of: the dry run of their merger',
  draw: async (api) => {
    const { diff } = await api.get<Foreseen>(`mergers/dry-runs/${dryRuns.merger}`);
    const before = diff.funding.before.map((mix) => wholeOf(nameOf(mix.clusterId), mix, CLASSES));
    const names = ['own resources', 'local institutions'];
    return shares('Funding mix', names, [...before, wholeOf('All five, merged', diff.funding.after, CLASSES)]);
  },
};

interface Programme {
  readonly name: string;
  readonly since: string;
  readonly endedOn?: string;
  readonly leadId?: string;
}
interface Agreement {
  readonly kind: string;
  readonly since: string;
  readonly until?: string;
}

const together: Drawing = {
  title: 'Who presides over France IT, and what the five do together',
  draw: async (api) => {
    const { kind, since, until } = await api.get<Agreement>(`membership/agreements/${reciprocity}?validAt=2020-01-01`);
    const running = await Promise.all(
      Object.values(programmes).map((id) => api.get<Programme>(`events/programmes/${id}?validAt=2020-01-01`)),
    );
    return timeline('France IT and the five over time', [
      await officeLane(api, 'France IT', officeOf(FRANCE_IT)),
      { label: 'Agreement', spans: [{ label: kind, from: since, to: until ?? null }] },
      {
        label: 'Programmes',
        spans: running.map(({ name, leadId, ...each }) => ({
          ...{ label: `${name} (${nameOf(leadId)})`, from: each.since, to: each.endedOn ?? null },
        })),
      },
    ]);
  },
};

export const drawings: readonly Drawing[] = [
  lineageOf('The five under one roof: each of them goes on', representation, '2020-06-01'),
  funding,
  together,
];
