import {
  dayOf,
  documentOf,
  idParameter,
  listOf,
  pageParameters,
  pageSchemaOf,
  query,
  validAtParameter,
  wordParameter,
  type QueryRow,
} from '#libs/hosting';
import { endedBy, goesOnAfter, LAST_DAY, both, type ReadModels, type Where } from '#libs/projections';
import {
  incubators,
  incubatorStatus,
  incubatorView,
  viewOfIncubator,
  withIncubatorStatus,
} from '../read-models/incubators/incubators.projection.ts';
import {
  partners,
  partnerStatus,
  partnerView,
  viewOfPartner,
  type PartnerDocument,
  type PartnerView,
} from '../read-models/partners/partners.projection.ts';

type Status = PartnerView['status'];

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
    parameters: {
      status: wordParameter(incubatorStatus, 'With this status on the day.', 'open').optional(),
      validAt: validAtParameter,
    },
    where: (call) => (call.input.status === undefined ? {} : withIncubatorStatus(call.input.status, dayOf(call)).where),
    keep: (call) =>
      call.input.status === undefined ? undefined : withIncubatorStatus(call.input.status, dayOf(call)).keep,
    item: incubatorView,
    view: (document, call) => viewOfIncubator(document, dayOf(call)),
  }),
  documentOf(incubators, {
    shows: 'register',
    summary: 'An incubator.',
    parameters: { id: idParameter('The incubator.'), validAt: validAtParameter },
    answers: incubatorView,
    view: (document, call) => viewOfIncubator(document, dayOf(call)),
  }),
  query({
    path: 'partners',
    shows: 'register',
    summary: 'Partners of incubators in a stable order.',
    parameters: {
      incubatorId: idParameter('Of this incubator.').optional(),
      holderId: idParameter('Whose last holder is this organisation or cluster.').optional(),
      status: wordParameter(partnerStatus, 'With this status on the day.', 'partner').optional(),
      validAt: validAtParameter,
      ...pageParameters,
    },
    reads: [partners, incubators],
    answers: pageSchemaOf(partnerView),
    run: async (call) => {
      const { incubatorId, holderId, status, limit, after } = call.input;
      const [day, models] = [dayOf(call), call.models];
      const given = {
        ...(incubatorId === undefined ? {} : { incubator_id: incubatorId }),
        ...(holderId === undefined ? {} : { holder_id: holderId }),
      };
      const where = both(await partnersOf(status, day, models), given);
      const keep = ({ since }: PartnerDocument) => status === undefined || (status !== 'to-come') === since <= day;
      const page = await models.of(partners).page({ where, keep, limit, after });
      const ids = [...new Set(page.items.map((each) => each.incubatorId))];
      const known = await models.of(incubators).all({ incubator_id: ids });
      const ends = new Map(known.map((each) => [each.incubatorId, each]));
      const items = page.items.map((each) => viewOfPartner(each, ends.get(each.incubatorId) ?? ENDLESS, day));
      return { ...page, items };
    },
  }),
  documentOf(partners, {
    shows: 'register',
    summary: 'A partner with its seat and the chain of its holders.',
    parameters: { id: idParameter('The partner.'), validAt: validAtParameter },
    also: [incubators],
    answers: partnerView,
    view: async (document, call) => {
      const incubator = await call.models.of(incubators).get(document.incubatorId);
      return viewOfPartner(document, incubator ?? ENDLESS, dayOf(call));
    },
  }),
];
