import { dayOf, documentOf, idParameter, validAtParameter, type QueryRow } from '#libs/hosting';
import { incubators } from '../read-models/incubators/incubators.projection.ts';
import { occupancies, occupancyView, viewOfOccupancy } from '../read-models/occupancies/occupancies.projection.ts';

/** Who is inside incubators, and who waits. */
export const occupancyQueries: readonly QueryRow[] = [
  documentOf(occupancies, {
    shows: 'register',
    summary: 'Who is inside an incubator on a day, by which track, and who waits, in order.',
    parameters: { id: idParameter('The incubator.'), validAt: validAtParameter },
    also: [incubators],
    answers: occupancyView,
    view: async (document, call) => {
      const incubator = await call.models.of(incubators).get(document.incubatorId);
      return viewOfOccupancy(document, incubator?.dissolvedOn, dayOf(call));
    },
  }),
];
