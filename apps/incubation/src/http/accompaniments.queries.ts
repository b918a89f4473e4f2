import { dayOf, documentOf, idParameter, orNotFound, query, validAtParameter, type QueryRow } from '#libs/hosting';
import {
  accompaniments,
  accompanimentView,
  alumniOn,
  alumniView,
  viewOfAccompaniment,
} from '../read-models/accompaniments/accompaniments.projection.ts';
import { incubators } from '../read-models/incubators/incubators.projection.ts';
import { occupancies } from '../read-models/occupancies/occupancies.projection.ts';

/** How companies are accompanied, and what has become of those that left. */
export const accompanimentQueries: readonly QueryRow[] = [
  documentOf(accompaniments, {
    shows: 'companies',
    about: ({ organisationId }) => ({ organisations: [organisationId] }),
    parts: { mentors: 'files' },
    summary:
      'Who accompanies a company on a day, the milestones that it reaches, and the figures declared since it left.',
    parameters: { id: idParameter('The admission.'), validAt: validAtParameter },
    also: [occupancies],
    answers: accompanimentView,
    view: async (document, call) => {
      const { admissions = [] } = (await call.models.of(occupancies).get(document.incubatorId)) ?? {};
      const residency = admissions.find(({ admissionId }) => admissionId === document.admissionId);
      return viewOfAccompaniment(document, residency ?? {}, dayOf(call));
    },
  }),
  query({
    path: 'incubators/:id/alumni',
    shows: 'companies',
    summary: 'The companies that have left an incubator by a day, with the figures that sources have declared since.',
    parameters: { id: idParameter('The incubator.'), validAt: validAtParameter },
    reads: [incubators, occupancies, accompaniments],
    answers: alumniView,
    run: async (call) => {
      const { models, input } = call;
      orNotFound(await models.of(incubators).get(input.id), input.id);
      const [places, followed] = await Promise.all([
        models.of(occupancies).get(input.id),
        models.of(accompaniments).all({ incubator_id: input.id }),
      ]);
      return alumniOn(places ?? { incubatorId: input.id, decisions: [], admissions: [] }, followed, dayOf(call));
    },
  }),
];
