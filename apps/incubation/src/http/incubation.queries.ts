import {
  dayOf,
  documentOf,
  idParameter,
  listOf,
  orNotFound,
  pageParameters,
  pageSchemaOf,
  query,
  validAtParameter,
  wordParameter,
  type QueryRow,
} from '#libs/hosting';
import type { Where } from '#libs/projections';
import {
  incubators,
  incubatorStatus,
  incubatorSummaryView,
  incubatorView,
  viewOfIncubator,
  withIncubatorStatus,
} from '../read-models/incubators/incubators.projection.ts';
import { ENDING, partnerEndsIn } from '../read-models/partners/partner-ends.ts';
import { classesOf, partnerClassesView } from '../read-models/partners/partner-classes.ts';
import {
  partners,
  partnerStatus,
  partnerView,
  viewOfPartner,
  type PartnerDocument,
} from '../read-models/partners/partners.projection.ts';

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
    item: incubatorSummaryView,
    view: (document, call) => {
      const { staff: _staff, ...incubator } = viewOfIncubator(document, dayOf(call));
      return incubator;
    },
  }),
  documentOf(incubators, {
    shows: 'register',
    summary: 'An incubator with its names, and its spaces and staff on a day.',
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
    reads: [partners, ...ENDING],
    answers: pageSchemaOf(partnerView),
    run: async (call) => {
      const { incubatorId, holderId, status, limit, after } = call.input;
      const [day, models] = [dayOf(call), call.models];
      const endsIn = await partnerEndsIn(models);
      const where: Where = {
        ...(incubatorId === undefined ? {} : { incubator_id: incubatorId }),
        ...(holderId === undefined ? {} : { holder_id: [...endsIn.withPredecessors(holderId)] }),
      };
      const view = (each: PartnerDocument) => viewOfPartner(each, endsIn, day);
      const keep = (each: PartnerDocument) => {
        const { holder, status: shown } = view(each);
        return (status === undefined || shown === status) && (holderId === undefined || holder.id === holderId);
      };
      const page = await models.of(partners).page({ where, keep, limit, after });
      return { ...page, items: page.items.map(view) };
    },
  }),
  query({
    path: 'incubators/:id/partner-classes',
    shows: 'register',
    summary:
      'How many partners of an incubator are of each class on a day, and which share is public: as they joined, and by each source.',
    parameters: { id: idParameter('The incubator.'), validAt: validAtParameter },
    reads: [partners, ...ENDING],
    answers: partnerClassesView,
    run: async (call) => {
      const { models, input } = call;
      orNotFound(await models.of(incubators).get(input.id), input.id);
      const [all, endsIn] = await Promise.all([
        models.of(partners).all({ incubator_id: input.id }),
        partnerEndsIn(models),
      ]);
      const day = dayOf(call);
      const current = all.map((each) => viewOfPartner(each, endsIn, day)).filter(({ status }) => status === 'partner');
      return { incubatorId: input.id, validAt: day, partners: current.length, declared: classesOf(current, day) };
    },
  }),
  documentOf(partners, {
    shows: 'register',
    summary: 'A partner with its seat and the chain of its holders.',
    parameters: { id: idParameter('The partner.'), validAt: validAtParameter },
    also: ENDING,
    answers: partnerView,
    view: async (document, call) => viewOfPartner(document, await partnerEndsIn(call.models), dayOf(call)),
  }),
];
