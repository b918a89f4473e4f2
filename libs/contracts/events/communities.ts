import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, LIST_MAX, nameSchema, personSchema, quantitySchema, remarkSchema, uuidSchema } from '../shared.ts';
import { passingShape } from './passing.ts';

/** What a cluster calls its circles of members: by theme, by mandate of the board, or for one piece of work. */
export const communityKindSchema = z.enum(['community', 'commission', 'working-group']);

const ofCommunity = { communityId: uuidSchema };
const ofMember = { ...ofCommunity, organisationId: uuidSchema };

/** What is said of a meeting. Null is unknown: nobody kept a list, or counted. */
export const communityMeetingShape = {
  subject: remarkSchema.optional(),
  organisationIds: z
    .array(uuidSchema)
    .max(LIST_MAX)
    .refine((ids) => new Set(ids).size === ids.length, 'each organisation once')
    .nullable(),
  persons: quantitySchema.nullable(),
};

/** In the order in which those of one day count: on the day of a closing nothing begins, unless it is opened again on that day. */
export const communityEvents = correctable({
  CommunityOpened: event('A community, commission or working group exists from a day on.', {
    ...ofCommunity,
    kind: communityKindSchema,
    name: nameSchema,
    /** Whose it is; a network is a cluster of clusters. */
    clusterId: uuidSchema,
    /** Where an antenna of the cluster keeps it. */
    antennaId: uuidSchema.optional(),
    since: dateSchema,
  }),
  CommunityClosed: event('A community exists no more, from a day on; whoever took part in it no longer does.', {
    ...ofCommunity,
    on: dateSchema,
  }),
  CommunityReopened: event('A community that had been closed exists again from a day on, without members.', {
    ...ofCommunity,
    since: dateSchema,
  }),
  CommunityRenamed: event('A community bears another name from a day on.', {
    ...ofCommunity,
    name: nameSchema,
    since: dateSchema,
  }),
  CommunityLeft: event('An organisation takes part in a community no more, from a day on.', {
    ...ofMember,
    reason: remarkSchema.optional(),
    on: dateSchema,
  }),
  CommunityJoined: event('An organisation takes part in a community from a day on.', {
    ...ofMember,
    contact: personSchema.optional(),
    since: dateSchema,
  }),
  CommunityContactNamed: event('An organisation has a contact for a community from a day on.', {
    ...ofMember,
    contact: personSchema,
    since: dateSchema,
  }),
  CommunityMet: event('A community met on a day.', { ...ofCommunity, ...communityMeetingShape, on: dateSchema }),
  CommunityOutputRecorded: event('A community published a piece of work on a day.', {
    ...ofCommunity,
    title: nameSchema,
    /** Readers follow it, so only web addresses are allowed. */
    link: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
    on: dateSchema,
  }),
  CommunityPassed: event('A community passed to the successor of the cluster that kept it, with its members.', {
    ...ofCommunity,
    ...passingShape,
  }),
});
