import { yearSchema } from '#libs/contracts';
import {
  dayOf,
  decimal,
  documentOf,
  idParameter,
  orNotFound,
  query,
  validAtParameter,
  type DeclaredModels,
  type QueryRow,
} from '#libs/hosting';
import { financialYear } from '../domain/funding/financial-years.ts';
import { noFunding } from '../domain/funding/funding.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { fundingCsv } from '../read-models/funding/funding.csv.ts';
import { fundingPage } from '../read-models/funding/funding.page.ts';
import { funding, fundingRecordView } from '../read-models/funding/funding.projection.ts';
import { fundingView, viewOfFunding } from '../read-models/funding/funding.view.ts';
import { subsidies } from '../read-models/subsidies/subsidies.projection.ts';
import { lineOf } from '../read-models/subsidies/subsidies.reader.ts';
import {
  viewOfVolunteering,
  volunteering,
  volunteeringRecordView,
  volunteeringView,
} from '../read-models/volunteering/volunteering.projection.ts';

const parameters = {
  id: idParameter('The cluster.'),
  year: decimal(yearSchema).meta({ description: 'The financial year, as the cluster names it.', examples: [2015] }),
  validAt: validAtParameter,
};

/** What a cluster has recorded of its money and of its volunteers; nothing is no fault. */
async function sourcesOf(models: DeclaredModels, clusterId: string) {
  orNotFound(await models.of(clusters).get(clusterId), clusterId);
  const [money, time] = await Promise.all([models.of(funding).get(clusterId), models.of(volunteering).get(clusterId)]);
  return { clusterId, funding: money ?? noFunding, volunteering: time ?? { valuations: [], times: [] } };
}

const recorded = {
  shows: 'funding' as const,
  about: ({ clusterId }: { readonly clusterId: string }) => ({ clusters: [clusterId] }),
  parameters: { id: idParameter('The cluster.') },
};

/** What clusters live of, and what their volunteers give. */
export const fundingQueries: readonly QueryRow[] = [
  documentOf(funding, {
    ...recorded,
    summary: 'What was recorded of the money of a cluster: financial years, rules, entries, accounts.',
    answers: fundingRecordView,
    view: (document) => document,
  }),
  documentOf(volunteering, {
    ...recorded,
    summary: 'What was recorded of the volunteers of a cluster: rates, and time.',
    answers: volunteeringRecordView,
    view: (document) => document,
  }),
  query({
    path: 'clusters/:id/funding',
    summary: 'The funding of a financial year, in cash alone and with volunteering, as JSON, CSV or a page to print.',
    description: 'What had come by the day that is reported on. Shares sum to exactly 100 %.',
    shows: 'funding',
    scope: ({ input }) => [input.id],
    parameters,
    reads: [clusters, funding, volunteering, subsidies],
    answers: fundingView,
    drawings: { 'text/csv': fundingCsv, 'text/html': fundingPage },
    run: async (call) => {
      const { models, input } = call;
      const sources = await sourcesOf(models, input.id);
      const granted = await models.of(subsidies).all({ cluster_id: await lineOf(models, input.id) });
      const known = { ...sources, subsidies: granted.map(({ facts }) => facts) };
      return viewOfFunding(known, { year: input.year, day: dayOf(call) });
    },
  }),
  query({
    path: 'clusters/:id/volunteering',
    summary: 'The time of the volunteers of a cluster in a financial year, and what it is worth.',
    shows: 'funding',
    scope: ({ input }) => [input.id],
    parameters,
    reads: [clusters, funding, volunteering],
    answers: volunteeringView,
    run: async (call) => {
      const { clusterId, ...sources } = await sourcesOf(call.models, call.input.id);
      const year = financialYear(sources.funding.years, call.input.year);
      return viewOfVolunteering(sources.volunteering, year, { clusterId, day: dayOf(call) });
    },
  }),
];
