import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { periodOn } from '#libs/contracts/facts';
import { documentOf, equals, idParameter, listOf, orNotFound, query, type QueryRow } from '#libs/hosting';
import {
  calendarLinks,
  calendarLinkView,
  viewOfLink,
} from '../read-models/calendar-links/calendar-links.projection.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { memberLists } from '../read-models/member-lists/member-lists.projection.ts';
import { agendaFile, agendaOf, CALENDAR_MODELS } from './calendar.queries.ts';

/** Without it nothing is found, as with a wrong one. */
const secretSchema = z
  .string()
  .max(200)
  .optional()
  .meta({ description: 'The secret of the link.', examples: ['c2VjcmV0LW9mLWEtbWVtYmVyLW9mLWEtY2x1c3Rlcg'] });

/** The same time for every secret. */
function isSecret(secret: string, hash: string): boolean {
  return timingSafeEqual(createHash('sha256').update(secret).digest(), Buffer.from(hash, 'hex'));
}

const ofItsCluster = {
  shows: 'files' as const,
  about: ({ clusterId }: { readonly clusterId: string }) => ({ clusters: [clusterId] }),
};

export const calendarLinkQueries: readonly QueryRow[] = [
  listOf(calendarLinks, {
    ...ofItsCluster,
    shows: 'companies',
    summary: 'Private links to calendars, in a stable order.',
    filters: { clusterId: equals(idParameter('To the calendar of this cluster.')) },
    item: calendarLinkView,
    view: viewOfLink,
  }),
  documentOf(calendarLinks, {
    ...ofItsCluster,
    summary: 'A private link to the calendar of a cluster.',
    parameters: { id: idParameter('The link.') },
    answers: calendarLinkView,
    view: viewOfLink,
  }),
  query({
    path: 'calendar-links/:id/calendar',
    shows: 'linked',
    summary: 'The calendar of a cluster as iCalendar, by a private link: without a token, with its secret.',
    description:
      'The same file as that of the cluster, in which nobody is named. A secret that is wrong, a link that was revoked and one whose holder is no member today are not found.',
    parameters: { id: idParameter('The link.'), secret: secretSchema },
    reads: [calendarLinks, memberLists, clusters, ...CALENDAR_MODELS],
    answers: z.string().meta({ description: 'An iCalendar file (RFC 5545).' }),
    mediaType: 'text/calendar; charset=utf-8',
    problems: ['API_NOT_FOUND'],
    run: async ({ models, input: { id, secret }, viewer: { today } }) => {
      const link = orNotFound(await models.of(calendarLinks).get(id), id);
      const { clusterId, organisationId, revokedOn, secretHash } = link;
      const member = await models.of(memberLists).get(`${clusterId}/${organisationId}`);
      const isMember = periodOn(member?.periods ?? [], today) !== undefined;
      const isOpen = isSecret(secret ?? '', secretHash) && revokedOn === undefined && isMember;
      const cluster = orNotFound(isOpen ? await models.of(clusters).get(clusterId) : undefined, id);
      return agendaFile(await agendaOf(models, cluster, { today }));
    },
  }),
];
