import { dayParameter, documentOf, idParameter, requireInOrder, type QueryRow } from '#libs/hosting';
import { addDays, addMonths, calendarDate } from '#libs/kernel';
import { activityCsv } from '../read-models/activity/activity.csv.ts';
import { activityPage } from '../read-models/activity/activity.page.ts';
import { activityView } from '../read-models/activity/activity.view.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { ACTIVITY_MODELS, activityOf } from './activity.reader.ts';

const MONTHS_OF_A_YEAR = 12;

/** What a cluster did. */
export const activityQueries: readonly QueryRow[] = [
  documentOf(clusters, {
    path: ':id/activity',
    shows: 'register',
    summary: 'The activity of a cluster in a period by kind, as JSON, CSV or a page to print.',
    description:
      'Gatherings that were held count by their first day and format, meetings of communities as such; what several clusters host together counts once. What nobody counted is unknown, and not 0. Of a network it is the activity of its member clusters as well.',
    parameters: {
      id: idParameter('The cluster, or the network.'),
      since: dayParameter('The first day. Default: the first day of this year.').optional(),
      until: dayParameter(
        'The last day. Default: the last one of the twelve months that begin with the first day.',
      ).optional(),
    },
    also: ACTIVITY_MODELS,
    answers: activityView,
    drawings: { 'text/csv': activityCsv, 'text/html': activityPage },
    view: (cluster, { models, viewer, input }) => {
      const since = calendarDate(input.since ?? `${viewer.today.slice(0, 4)}-01-01`);
      const until = input.until ?? addDays(addMonths(since, MONTHS_OF_A_YEAR), -1);
      requireInOrder(['since', since], ['until', until]);
      return activityOf(models, cluster, { since, until }, viewer);
    },
  }),
];
