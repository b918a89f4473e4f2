import {
  dayOf,
  documentOf,
  equals,
  idParameter,
  listOf,
  orNotFound,
  validAtParameter,
  wordParameter,
  type QueryRow,
} from '#libs/hosting';
import { registrants, type RegistrantDocument } from '../read-models/registrants/registrants.projection.ts';
import { registrationLists } from '../read-models/registrations/registrations.projection.ts';
import {
  registrantView,
  registrationState,
  registrationsView,
  viewOfRegistrant,
  viewOfRegistrations,
} from '../read-models/registrations/registrations.view.ts';

type OwnClaims = {
  readonly clusters: readonly string[];
  readonly organisations: readonly string[];
};

/** Who comes is for those who organise, and for the organisations for which they come. */
const shownRegistrant = {
  shows: 'register' as const,
  about: ({ clusterId, organisationId }: RegistrantDocument) => ({
    clusters: [clusterId],
    organisations: organisationId === undefined ? [] : [organisationId],
  }),
  withheld: {
    shows: 'files' as const,
    // Nobody's registration is for everybody.
    open: { registration_id: [] },
    own: ({ clusters, organisations }: OwnClaims) => [{ cluster_id: clusters }, { organisation_id: organisations }],
  },
};

/** What there is to read of the seats at gatherings. */
export const registrationQueries: readonly QueryRow[] = [
  documentOf(registrationLists, {
    shows: 'register',
    summary: 'The seats of a gathering on a day: how they are given, how many are taken and free, who waits in order.',
    parameters: { id: idParameter('The gathering.'), validAt: validAtParameter },
    also: [registrants],
    answers: registrationsView,
    view: async (document, call) => {
      const known = await call.models.of(registrants).all({ gathering_id: document.gatheringId });
      return viewOfRegistrations(document, known, dayOf(call));
    },
  }),
  listOf(registrants, {
    ...shownRegistrant,
    summary:
      'Registrations for gatherings with their persons; with the order by turn, in the order in which they came. As a file, it is an export.',
    filters: {
      gatheringId: equals(idParameter('For this gathering.')),
      organisationId: equals(idParameter('For this organisation.')),
      personId: equals(idParameter('Of this person.')),
    },
    orders: ['turn'],
    parameters: {
      state: wordParameter(registrationState, 'In this state on the day.', 'waiting').optional(),
      validAt: validAtParameter,
    },
    keep: (call) => (document) => {
      const view = viewOfRegistrant(document, dayOf(call));
      return view !== undefined && (call.input.state === undefined || view.state === call.input.state);
    },
    item: registrantView,
    view: (document, call) => orNotFound(viewOfRegistrant(document, dayOf(call)), document.registrationId),
  }),
  documentOf(registrants, {
    ...shownRegistrant,
    summary: 'A registration as it is on a day.',
    parameters: { id: idParameter('The registration.'), validAt: validAtParameter },
    answers: registrantView,
    view: (document, call) => orNotFound(viewOfRegistrant(document, dayOf(call)), document.registrationId),
  }),
];
