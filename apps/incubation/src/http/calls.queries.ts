import {
  claimsOf,
  documentOf,
  equals,
  idParameter,
  listOf,
  maySee,
  orNotFound,
  pageParameters,
  pageSchemaOf,
  query,
  requireSight,
  TaggedAnswer,
  wordParameter,
  type DeclaredModels,
  type QueryRow,
  type Viewer,
} from '#libs/hosting';
import { conflictsIn } from '../domain/selection/conflicts.ts';
import { nobodyApplied, type Application } from '../domain/selection/selection.state.ts';
import { calls, callStatus, callView, viewOfCall } from '../read-models/calls/calls.projection.ts';
import {
  applicationView,
  selectionView,
  readsAs,
  viewOfApplication,
  viewOfSelection,
  type ApplicationView,
  type Reading,
} from '../read-models/selections/application.view.ts';
import { RELATIONS, relationsIn } from '../read-models/selections/relations.ts';
import { selections } from '../read-models/selections/selections.projection.ts';

const READS = [selections, calls, ...RELATIONS] as const;

/** What applications of a call are read with; conflicts are those of today. @throws Problem API_NOT_FOUND for a call that is not there */
async function readingOf(models: DeclaredModels, callId: string, { today }: Viewer): Promise<Reading> {
  const { call } = orNotFound(await models.of(calls).get(callId), callId);
  const { selection } = (await models.of(selections).get(callId)) ?? { selection: nobodyApplied };
  const relations = await relationsIn(models, call.published.incubatorId, today);
  const conflicts = conflictsIn(selection.applications, relations);
  return { call, selection, conflicts, heirsOf: relations.heirsOf };
}

/** Whether the caller reads everything of a selection: who runs the call, administrators, auditors. */
function isOrganiser(viewer: Viewer, { call: { clusterId } }: Reading): boolean {
  return maySee(viewer, 'reviews', { clusters: [clusterId] });
}

/** The applications that the caller may know of, in an order that says nothing. */
function shownTo(viewer: Viewer, reading: Reading): readonly ApplicationView[] {
  const { organisations, persons } = claimsOf(viewer);
  const claims = { isOrganiser: isOrganiser(viewer, reading), organisations, persons };
  return reading.selection.applications
    .toSorted((a, b) => (a.applicationId < b.applicationId ? -1 : 1))
    .flatMap((application: Application) => {
      const reader = readsAs(application, reading, claims);
      return reader === undefined ? [] : [viewOfApplication(application, reader, reading)];
    });
}

/** What is shown, where the caller may know of anything. @throws Forbidden, which says the same whatever there is */
function requireShown(viewer: Viewer, reading: Reading): readonly ApplicationView[] {
  const shown = shownTo(viewer, reading);
  if (shown.length === 0) requireSight(viewer, 'reviews', { clusters: [reading.call.clusterId] });
  return shown;
}

/** Calls for projects, and what each reader may know of who has applied. */
export const callQueries: readonly QueryRow[] = [
  listOf(calls, {
    shows: 'register',
    summary: 'Calls for projects in a stable order.',
    filters: {
      incubatorId: equals(idParameter('Of this incubator.')),
      clusterId: equals(idParameter('Run by this cluster.')),
      status: equals(wordParameter(callStatus, 'With this status.', 'published')),
    },
    item: callView,
    view: viewOfCall,
  }),
  documentOf(calls, {
    shows: 'register',
    summary: 'A call for projects, with its results once they are published.',
    parameters: { id: idParameter('The call.') },
    answers: callView,
    view: viewOfCall,
  }),
  query({
    path: 'selections/:id/applications',
    shows: 'reviews',
    isScoped: true,
    summary:
      'The applications to a call that the reader may know of: all for those who run it, else its own and those to review.',
    parameters: { id: idParameter('The call.'), ...pageParameters },
    reads: READS,
    problems: ['API_FORBIDDEN'],
    answers: pageSchemaOf(applicationView),
    run: async ({ input: { id, limit, after }, models, viewer }) => {
      const shown = requireShown(viewer, await readingOf(models, id, viewer));
      const rest = shown.filter(({ applicationId }) => after === undefined || applicationId > after);
      const items = rest.slice(0, limit);
      return { items, ...(rest.length > items.length ? { next: items.at(-1)?.applicationId } : {}) };
    },
  }),
  query({
    path: 'selections/:id/applications/:application',
    shows: 'reviews',
    isScoped: true,
    summary: 'An application to a call, as far as it is for the reader.',
    parameters: { id: idParameter('The call.'), application: idParameter('The application.') },
    reads: READS,
    problems: ['API_FORBIDDEN'],
    answers: applicationView,
    run: async ({ input: { id, application }, models, viewer }) => {
      const reading = await readingOf(models, id, viewer);
      const shown = shownTo(viewer, reading).find(({ applicationId }) => applicationId === application);
      if (shown === undefined) requireSight(viewer, 'reviews', { clusters: [reading.call.clusterId] });
      return orNotFound(shown, application);
    },
  }),
  {
    ...query<{ readonly id: ReturnType<typeof idParameter> }, object, unknown>({
      path: 'selections/:id',
      shows: 'reviews',
      isScoped: true,
      summary: 'How the applications to a call stand, by exact weighted means, for those who run it.',
      parameters: { id: idParameter('The call.') },
      reads: READS,
      problems: ['API_FORBIDDEN'],
      answers: selectionView,
      run: async ({ input: { id }, models, viewer }) => {
        const reading = await readingOf(models, id, viewer);
        requireSight(viewer, 'reviews', { clusters: [reading.call.clusterId] });
        const found = await models.of(selections).find(id);
        return new TaggedAnswer(viewOfSelection(id, reading), found?.revision);
      },
    }),
    tagged: true,
  },
];
