import {
  dayOf,
  documentOf,
  idParameter,
  listOf,
  orNotFound,
  validAtParameter,
  wordParameter,
  type QueryRow,
} from '#libs/hosting';
import {
  programmes,
  programmeState,
  programmeView,
  viewOfProgramme,
  type ProgrammeDocument,
} from '../read-models/programmes/programmes.projection.ts';

/** Which programmes run on a day, who leads them, and who has a part in them. */
export const programmeQueries: readonly QueryRow[] = [
  listOf(programmes, {
    shows: 'register',
    summary: 'Programmes as they are on a day, in a stable order.',
    parameters: {
      state: wordParameter(programmeState, 'In this state on the day.', 'running').optional(),
      clusterId: idParameter('Led or relayed by this cluster on the day.').optional(),
      validAt: validAtParameter,
    },
    keep: (call) => {
      const { state, clusterId } = call.input;
      const day = dayOf(call);
      return (document: ProgrammeDocument) => {
        const view = viewOfProgramme(document, day);
        if (view === undefined || (state !== undefined && view.state !== state)) return false;
        return clusterId === undefined || view.leadId === clusterId || view.relayIds.includes(clusterId);
      };
    },
    item: programmeView,
    view: (document, call) => orNotFound(viewOfProgramme(document, dayOf(call)), document.programmeId),
  }),
  documentOf(programmes, {
    shows: 'register',
    summary: 'A programme as it is on a day, with all its leads and parts.',
    parameters: { id: idParameter('The programme.'), validAt: validAtParameter },
    answers: programmeView,
    view: (document, call) => orNotFound(viewOfProgramme(document, dayOf(call)), document.programmeId),
  }),
];
