import { z } from 'zod';
import { documentOf, idParameter, orNotFound, wordParameter, type QueryRow } from '#libs/hosting';
import { meetings } from '../read-models/meetings/meetings.projection.ts';
import { extractPage, minutesPage } from '../read-models/minutes/minutes.page.ts';
import { extractOf, extractView, MINUTED, minutesOf, minutesView } from '../read-models/minutes/minutes.view.ts';
import { LANGUAGES } from '../read-models/minutes/minutes.words.ts';
import { resolutions } from '../read-models/resolutions/resolutions.projection.ts';

const language = wordParameter(
  z.enum(LANGUAGES).default('fr'),
  'The language of the page to print. Default: French.',
  'en',
);
const ofItsCluster = {
  shows: 'files' as const,
  about: ({ clusterId }: { readonly clusterId: string }) => ({ clusters: [clusterId] }),
};

/** What is printed of meetings: it names whoever presided, so that only readers of files have it. */
export const minutesQueries: readonly QueryRow[] = [
  documentOf(meetings, {
    ...ofItsCluster,
    path: ':id/minutes',
    summary: 'The minutes of a meeting that was held, as JSON or as a page to print and to sign.',
    description: 'Drawn up by what was recorded: the same numbers and the same base as the resolutions have.',
    parameters: { id: idParameter('The meeting.'), language },
    also: MINUTED.filter((model) => model !== meetings),
    answers: minutesView,
    drawings: { 'text/html': minutesPage },
    view: async (meeting, { models, input, viewer }) =>
      orNotFound(await minutesOf(meeting, { models, viewer, ...input }), input.id),
  }),
  documentOf(resolutions, {
    ...ofItsCluster,
    path: ':id/extract',
    summary: 'What the minutes say of one decision, for a bank or the prefecture, as JSON or as a page to print.',
    parameters: { id: idParameter('The resolution.'), language },
    also: MINUTED.filter((model) => model !== resolutions),
    answers: extractView,
    drawings: { 'text/html': extractPage },
    view: async (resolution, { models, input, viewer }) =>
      orNotFound(await extractOf(resolution, { models, viewer, ...input }), input.id),
  }),
];
