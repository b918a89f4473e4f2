import { personalExports } from '#libs/commands';
import type { ContextDefinition } from '#libs/hosting';
import { community } from './domain/communities/community.ts';
import { gathering } from './domain/gathering/gathering.ts';
import { calendarQueries } from './http/calendar.queries.ts';
import { calendarMarks } from './read-models/calendar-marks/calendar-marks.projection.ts';
import { activityQueries } from './http/activity.queries.ts';
import { engagementQueries } from './http/engagement.queries.ts';
import { calendarLink } from './domain/calendar-link/calendar-link.ts';
import { calendarLinkQueries } from './http/calendar-links.queries.ts';
import { calendarLinkCommands } from './http/calendar-links.rows.ts';
import { calendarLinks } from './read-models/calendar-links/calendar-links.projection.ts';
import { communityQueries } from './http/communities.queries.ts';
import { communityCommands } from './http/communities.rows.ts';
import { gatheringQueries } from './http/gatherings.queries.ts';
import { gatheringCommands } from './http/gatherings.rows.ts';
import { registrationQueries } from './http/registrations.queries.ts';
import { registrationCommands } from './http/registrations.rows.ts';
import { registrations } from './domain/registrations/registrations.ts';
import { agreements } from './read-models/agreements/agreements.projection.ts';
import { memberLists } from './read-models/member-lists/member-lists.projection.ts';
import { registrants } from './read-models/registrants/registrants.projection.ts';
import { registrationLists } from './read-models/registrations/registrations.projection.ts';
import { offers } from './policies/offers.policy.ts';
import { rights } from './policies/rights.policy.ts';
import { lineage } from './read-models/lineage/lineage.projection.ts';
import { lateThings } from './policies/late-things.policy.ts';
import { eventsRestoration } from './policies/restoration.policy.ts';
import { eventsSuccession } from './policies/succession.policy.ts';
import { successions } from './read-models/successions/successions.projection.ts';
import { antennas } from './read-models/antennas/antennas.projection.ts';
import { clusters } from './read-models/clusters/clusters.projection.ts';
import { communities } from './read-models/communities/communities.projection.ts';
import { gatherings } from './read-models/gatherings/gatherings.projection.ts';
import { introduction } from './domain/introductions/introduction.ts';
import { programme } from './domain/programmes/programme.ts';
import { introductionQueries } from './http/introductions.queries.ts';
import { introductionCommands } from './http/introductions.rows.ts';
import { programmeQueries } from './http/programmes.queries.ts';
import { programmeCommands } from './http/programmes.rows.ts';
import { introductions } from './read-models/introductions/introductions.projection.ts';
import { series } from './domain/series/series.ts';
import { seriesQueries } from './http/series.queries.ts';
import { seriesCommands } from './http/series.rows.ts';
import { series as seriesModel } from './read-models/series/series.projection.ts';
import { operators } from './read-models/operators/operators.projection.ts';
import { organisations } from './read-models/organisations/organisations.projection.ts';
import { programmes } from './read-models/programmes/programmes.projection.ts';

const exports = personalExports('events');

/** The life of a cluster: what it organises, the communities that it keeps, the programmes that it leads or relays, and whom it puts in touch. */
export const eventsContext: ContextDefinition = {
  name: 'events',
  port: 8107,
  aggregates: [
    community,
    gathering,
    programme,
    introduction,
    series,
    calendarLink,
    registrations,
    eventsSuccession.aggregate,
    exports.aggregate,
  ],
  commands: [
    communityCommands,
    gatheringCommands,
    programmeCommands,
    introductionCommands,
    seriesCommands,
    calendarLinkCommands,
    registrationCommands,
  ],
  queries: [
    ...communityQueries,
    ...gatheringQueries,
    ...programmeQueries,
    ...introductionQueries,
    ...seriesQueries,
    ...calendarQueries,
    ...calendarLinkQueries,
    ...activityQueries,
    ...engagementQueries,
    ...registrationQueries,
  ],
  projections: [
    ...[communities, gatherings, programmes, introductions, seriesModel, calendarMarks, calendarLinks],
    ...[registrationLists, registrants, successions, lineage],
    ...[clusters, antennas, organisations, memberLists, agreements, operators],
  ],
  grants: operators,
  processManagers: [eventsSuccession, lateThings, eventsRestoration, rights, offers],
  exports,
};
