import {
  dayOf,
  dayParameter,
  documentOf,
  idParameter,
  orNotFound,
  requireInOrder,
  query,
  validAtParameter,
} from '#libs/hosting';
import type { DeclaredModels, QueryRow } from '#libs/hosting';
import { addDays, addMonths, calendarDate } from '#libs/kernel';
import { bodies } from '../read-models/bodies/bodies.projection.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { declaredInterests, interestsView } from '../read-models/interests/interests.projection.ts';
import { reportOn, type ReportFacts } from '../read-models/interests/report.ts';
import { interestsReportView } from '../read-models/interests/report.view.ts';
import { administeringOffices } from '../read-models/offices/administering.ts';
import { offices } from '../read-models/offices/offices.projection.ts';
import { companiesWithHeirs } from '../read-models/organisations/companies.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import { resolutions } from '../read-models/resolutions/resolutions.projection.ts';
import { statutesVersions } from '../read-models/statutes/statutes.projection.ts';

/** What there is to read of the interests of those who administer a cluster. */
export const interestQueries: readonly QueryRow[] = [
  documentOf(declaredInterests, {
    path: ':clusterId',
    summary:
      'The interests that those who administer a cluster have declared, and its agreements in which somebody has one.',
    shows: 'files',
    about: ({ clusterId }) => ({ clusters: [clusterId] }),
    parameters: { clusterId: idParameter('The cluster.') },
    answers: interestsView,
  }),
  query({
    path: 'clusters/:id/interests-report',
    summary:
      'The report on the agreements of a cluster with those who administer it, or with organisations in which these have an interest.',
    description: [
      'It is presented to the body that approves the accounts, which decides on it (Code de commerce, art. L612-5); that is the assembly, unless the statutes say otherwise. What is not approved is in force all the same.',
      'Whoever holds an office of a board or of a bureau administers. An agreement concerns whoever was named, and whoever administered the cluster on its day with a declared interest in the other party, even if nobody named them. An organisation that went up in another one is that one from then on. An interest that nobody declared is not known.',
    ].join('\n\n'),
    shows: 'files',
    scope: ({ input }) => [input.id],
    parameters: {
      id: idParameter('The cluster.'),
      from: dayParameter('Agreements of this day or later. Default: of the year that ends with `until`.').optional(),
      until: dayParameter('Agreements of this day or earlier. Default: the day that is reported on.').optional(),
      validAt: validAtParameter,
    },
    reads: [clusters, bodies, offices, statutesVersions, organisations, resolutions, declaredInterests],
    answers: interestsReportView,
    run: async (call) => {
      const { input, models } = call;
      const { id } = input;
      orNotFound(await models.of(clusters).get(id), id);
      const validAt = dayOf(call);
      const until = input.until ?? validAt;
      const from = input.from ?? addDays(addMonths(calendarDate(until), -12), 1);
      requireInOrder(['from', from], ['until', until]);
      return reportOn(await factsOf(id, models), { from, until, validAt });
    },
  }),
];

async function factsOf(clusterId: string, models: DeclaredModels): Promise<ReportFacts> {
  const [register, statutes, held] = await Promise.all([
    models.of(declaredInterests).get(clusterId),
    models.of(statutesVersions).get(clusterId),
    administeringOffices(clusterId, {
      ...{ bodies: models.of(bodies), clusters: models.of(clusters) },
      ...{ offices: models.of(offices), statutes: models.of(statutesVersions) },
    }),
  ]);
  const { interests = [], agreements = [] } = register ?? {};
  const parties = [...interests.map(({ organisation }) => organisation), ...agreements.map(({ party }) => party)];
  const ids = parties.flatMap(({ organisationId }) => organisationId ?? []);
  const deciding = agreements.flatMap(({ decision }) => decision?.resolutionId ?? []);
  const decided = await Promise.all(deciding.map((each) => models.of(resolutions).get(each)));
  const known = decided.filter((each) => each !== undefined);
  const ofBodies = await Promise.all(known.map(({ bodyId }) => models.of(bodies).get(bodyId)));
  return {
    register: { clusterId, interests, agreements },
    offices: held,
    companies: await companiesWithHeirs(ids, models.of(organisations)),
    resolutions: new Map(known.map((each) => [each.resolutionId, each])),
    bodies: new Map(ofBodies.flatMap((body) => (body === undefined ? [] : [[body.bodyId, body]]))),
    statutes,
  };
}
