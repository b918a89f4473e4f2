import {
  documentOf,
  idParameter,
  listOf,
  pageParameters,
  pageSchemaOf,
  query,
  wordParameter,
  type QueryRow,
} from '#libs/hosting';
import { endedBy, goesOnAfter, LAST_DAY, both, type ReadModels, type Where } from '#libs/projections';
import {
  incubators,
  incubatorStatus,
  incubatorView,
  viewOfIncubator,
} from '../read-models/incubators/incubators.projection.ts';
import { partners, partnerStatus, partnerView, viewOfPartner } from '../read-models/partners/partners.projection.ts';

type Status = 'partner' | 'left' | 'ended';

/** Which partnerships have a status on a day. */
async function partnersOf(status: Status | undefined, day: string, models: Models): Promise<Where> {
  if (status === undefined) return {};
  if (status === 'left') return { until: endedBy(day) };
  const ofThem = { until: status === 'ended' ? endedBy(day) : goesOnAfter(day) };
  const known = await models.of(incubators).all(ofThem);
  return { until: goesOnAfter(day), incubator_id: known.map(({ incubatorId }) => incubatorId) };
}

const ENDLESS = { until: LAST_DAY };

type Models = Pick<ReadModels, 'of'>;

/** What there is to read of incubators and their partners. */
export const incubationQueries: readonly QueryRow[] = [
  listOf(incubators, {
    shows: 'register',
    summary: 'Incubators in a stable order.',
    parameters: { status: wordParameter(incubatorStatus, 'With this status today.', 'open').optional() },
    where: ({ input: { status }, viewer: { today } }) =>
      status === undefined ? {} : { until: status === 'open' ? goesOnAfter(today) : endedBy(today) },
    item: incubatorView,
    view: (document, { viewer }) => viewOfIncubator(document, viewer.today),
  }),
  documentOf(incubators, {
    shows: 'register',
    summary: 'An incubator.',
    parameters: { id: idParameter('The incubator.') },
    answers: incubatorView,
    view: (document, { viewer }) => viewOfIncubator(document, viewer.today),
  }),
  query({
    path: 'partners',
    shows: 'register',
    summary: 'Partners of incubators in a stable order.',
    parameters: {
      incubatorId: idParameter('Of this incubator.').optional(),
      holderId: idParameter('Whose last holder is this organisation or cluster.').optional(),
      status: wordParameter(partnerStatus, 'With this status today.', 'partner').optional(),
      ...pageParameters,
    },
    reads: [partners, incubators],
    answers: pageSchemaOf(partnerView),
    run: async ({ input: { incubatorId, holderId, status, limit, after }, viewer: { today }, models }) => {
      const given = {
        ...(incubatorId === undefined ? {} : { incubator_id: incubatorId }),
        ...(holderId === undefined ? {} : { holder_id: holderId }),
      };
      const where = both(await partnersOf(status, today, models), given);
      const page = await models.of(partners).page({ where, limit, after });
      const ids = [...new Set(page.items.map((each) => each.incubatorId))];
      const known = await models.of(incubators).all({ incubator_id: ids });
      const ends = new Map(known.map((each) => [each.incubatorId, each]));
      const items = page.items.map((each) => viewOfPartner(each, ends.get(each.incubatorId) ?? ENDLESS, today));
      return { ...page, items };
    },
  }),
  documentOf(partners, {
    shows: 'register',
    summary: 'A partner with its seat and the chain of its holders.',
    parameters: { id: idParameter('The partner.') },
    also: [incubators],
    answers: partnerView,
    view: async (document, { viewer, models }) => {
      const incubator = await models.of(incubators).get(document.incubatorId);
      return viewOfPartner(document, incubator ?? ENDLESS, viewer.today);
    },
  }),
];
