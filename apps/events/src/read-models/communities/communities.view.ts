import { z } from 'zod';
import {
  communityEvents,
  dateSchema,
  nameSchema,
  personSchema,
  quantitySchema,
  uuidSchema,
  type Immutable,
} from '#libs/contracts';
import {
  COMMUNITY_STATES,
  communityNameOn,
  contactOn,
  keeperOn,
  membersOn,
  stateOn,
} from '../../domain/communities/community-day.ts';
import { passingsBy } from '../../domain/passing.ts';
import { passingsView } from '../passings.view.ts';
import type { CommunityDocument } from './communities.projection.ts';

const { CommunityOpened, CommunityMet, CommunityOutputRecorded } = communityEvents;
const { kind, clusterId, antennaId } = CommunityOpened.schema.shape;
export const communityState = z.enum(COMMUNITY_STATES);
const days = { since: dateSchema, until: dateSchema.optional().describe('The first day after it.') };

export const communitySummaryView = z
  .strictObject({
    communityId: uuidSchema,
    kind,
    name: nameSchema.describe('On the day.'),
    clusterId,
    antennaId,
    state: communityState.describe('On the day; `to-come` before its first day.'),
    periods: z.array(z.strictObject(days)).describe('When it existed, also after the day.'),
    memberIds: z.array(uuidSchema).describe('The organisations that take part on the day.'),
    passings: passingsView,
  })
  .meta({ id: 'CommunitySummary', description: 'A community, commission or working group as it is on a day.' });

export const communityView = communitySummaryView
  .extend({
    names: z.array(z.strictObject({ name: nameSchema, since: dateSchema })),
    members: z
      .array(z.strictObject({ organisationId: uuidSchema, ...days }))
      .describe('Every participation that has begun by the day.'),
    met: quantitySchema.describe('How many meetings were held by the end of the day.'),
    outputs: z
      .array(CommunityOutputRecorded.schema.omit({ communityId: true }))
      .describe('What it published by the end of the day.'),
    contacts: z
      .array(z.strictObject({ organisationId: uuidSchema, contact: personSchema }))
      .optional()
      .describe('The contacts of its members on the day; for those who read files.'),
    meetings: z
      .array(CommunityMet.schema.omit({ communityId: true }))
      .optional()
      .describe('The meetings by the end of the day, with who took part; for those who read files.'),
  })
  .meta({ id: 'Community', description: 'A community with its members, meetings and outputs as they are on a day.' });

/** A community as it is on a day, without what only some readers see; undefined where its opening was taken back. */
export function summaryOfCommunity(
  document: CommunityDocument,
  day: string,
): Immutable<z.infer<typeof communitySummaryView>> | undefined {
  const { communityId, opening, periods } = document;
  if (opening === undefined) return undefined;
  const passings = passingsBy(document.passings, day);
  return {
    communityId,
    kind: opening.kind,
    name: communityNameOn(document, day) ?? opening.name,
    clusterId: keeperOn(document, day) ?? opening.clusterId,
    ...(opening.antennaId === undefined ? {} : { antennaId: opening.antennaId }),
    state: stateOn(document, day),
    periods,
    memberIds: membersOn(document, day).map(({ organisationId }) => organisationId),
    ...(passings.length === 0 ? {} : { passings }),
  };
}

export function viewOfCommunity(
  document: CommunityDocument,
  day: string,
): Immutable<z.infer<typeof communityView>> | undefined {
  const summary = summaryOfCommunity(document, day);
  if (summary === undefined) return undefined;
  const held = document.meetings.filter(({ on }) => on <= day);
  const contacts = membersOn(document, day).flatMap((member) => {
    const contact = contactOn(member, day);
    return contact === undefined ? [] : [{ organisationId: member.organisationId, contact }];
  });
  return {
    ...summary,
    names: document.names.map(({ name, since }) => ({ name, since })),
    members: document.members
      .filter(({ since }) => since <= day)
      .map(({ organisationId, since, until }) => ({
        organisationId,
        since,
        ...(until === undefined ? {} : { until }),
      })),
    met: held.length,
    outputs: document.outputs.filter(({ on }) => on <= day),
    contacts,
    meetings: held,
  };
}
