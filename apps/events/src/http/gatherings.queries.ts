import {
  atLeast,
  atMost,
  dayOf,
  dayParameter,
  documentOf,
  equals,
  idParameter,
  listOf,
  orNotFound,
  validAtParameter,
  wordParameter,
} from '#libs/hosting';
import type { QueryRow } from '#libs/hosting';
import { gatheringFormatSchema } from '#libs/contracts';
import {
  gatherings,
  gatheringState,
  gatheringView,
  viewOfGathering,
  type GatheringDocument,
} from '../read-models/gatherings/gatherings.projection.ts';

type OwnClaims = { readonly clusters: readonly string[] };

/** What was never announced is for those who organise it. */
const shownGathering = {
  shows: 'register' as const,
  about: ({ clusterId }: GatheringDocument) => ({ clusters: [clusterId] }),
  parts: { attendance: 'files' as const },
  withheld: {
    shows: 'drafts' as const,
    open: { is_announced: true },
    own: ({ clusters }: OwnClaims) => [{ cluster_id: clusters }],
  },
};

/** What there is to read of gatherings. */
export const gatheringQueries: readonly QueryRow[] = [
  listOf(gatherings, {
    ...shownGathering,
    summary: 'Gatherings in a stable order: with a range of days, the calendar.',
    filters: {
      clusterId: equals(idParameter('Of this cluster.')),
      organiserId: equals(idParameter('Organised by this body.')),
      format: equals(wordParameter(gatheringFormatSchema, 'Of this format.', 'conference')),
      from: atLeast('last_day', dayParameter('Ends on this day or later, by its last facts.')),
      until: atMost('first_day', dayParameter('Begins on this day or earlier; none that is put off without a time.')),
    },
    orders: ['firstDay'],
    parameters: {
      state: wordParameter(gatheringState, 'In this state on the day.', 'announced').optional(),
      validAt: validAtParameter,
    },
    keep: (call) => (document) => {
      const view = viewOfGathering(document, dayOf(call));
      return view !== undefined && (call.input.state === undefined || view.state === call.input.state);
    },
    item: gatheringView,
    view: (document, call) => orNotFound(viewOfGathering(document, dayOf(call)), document.gatheringId),
  }),
  documentOf(gatherings, {
    ...shownGathering,
    summary: 'A gathering as it is on a day.',
    parameters: { id: idParameter('The gathering.'), validAt: validAtParameter },
    answers: gatheringView,
    view: (document, call) => orNotFound(viewOfGathering(document, dayOf(call)), document.gatheringId),
  }),
];
