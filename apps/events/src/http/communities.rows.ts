import {
  communityEvents,
  communityKindSchema,
  communityMeetingShape,
  dateSchema,
  nameSchema,
  personSchema,
  uuidSchema,
} from '#libs/contracts';
import { commandOf, commandTable, factCommands, onItsDay, type CommandRequest, type Transaction } from '#libs/commands';
import { community } from '../domain/communities/community.ts';
import { keeperOn } from '../domain/communities/community-day.ts';
import { absentKeeper, absentOrganisation } from './register.ts';
import { eventsRefusals, FACT_REFUSALS, KEEPER_ABSENT } from './refusals.table.ts';

/** The cluster that keeps the community. */
async function ownCluster({ id }: { readonly id: string }, tx: Transaction): Promise<readonly string[]> {
  const keeper = keeperOn(await tx.read(community, id));
  return keeper === undefined ? [] : [keeper];
}

/** What facts of a community are corrected to. */
interface Changes {
  readonly clusterId?: string;
  readonly antennaId?: string;
  readonly organisationIds?: readonly string[] | null;
  readonly since?: string;
}

const changesIn = ({ body }: CommandRequest<unknown>): Changes =>
  (body as { readonly changes?: Changes }).changes ?? {};

/** Why nobody keeps a community as its corrected opening says. */
async function unfitOpening({ since, ...keeper }: Changes, { id, copies }: CommandRequest<unknown>, tx: Transaction) {
  const { opening } = await tx.read(community, id);
  if (opening === undefined) return undefined;
  return absentKeeper(copies, { ...opening, ...keeper }, since ?? opening.since);
}

const NOT_FOUND = 'EVT_COMMUNITY_NOT_FOUND';
const { CommunityOutputRecorded } = communityEvents;
const member = { organisationId: uuidSchema };
const remark = nameSchema.optional();

/** Communities, commissions and working groups. What is said of one day is said by the operators of the cluster that keeps it. */
export const communityCommands = commandTable('events.communities', eventsRefusals, [
  commandOf(community, 'OpenCommunity', {
    summary: 'Open a community, a commission or a working group, from a day on.',
    body: {
      kind: communityKindSchema,
      name: nameSchema,
      clusterId: uuidSchema.describe('Whose it is: a cluster, or a network.'),
      antennaId: uuidSchema.optional().describe('Where an antenna of the cluster keeps it.'),
    },
    scope: ({ body }) => [body.clusterId],
    unless: ({ body, effectiveAt, copies }) => absentKeeper(copies, body, effectiveAt),
    refusals: [...KEEPER_ABSENT, 'EVT_COMMUNITY_EXISTS'],
    decide: ({ id, body, effectiveAt: since }) => ({ communityId: id, ...body, since }),
  }),
  commandOf(community, 'CloseCommunity', {
    verb: 'close',
    summary: 'Close a community: the day is the first one after it. Whoever takes part in it then no longer does.',
    body: {
      reopenedOn: dateSchema.optional().describe('For a closing of the past: the day from which it existed again.'),
    },
    scope: ownCluster,
    refusals: [NOT_FOUND],
    decide: ({ id, body, effectiveAt: on }) => ({ communityId: id, ...body, on }),
  }),
  commandOf(community, 'ReopenCommunity', {
    verb: 'reopen',
    summary: 'Open a community again from a day on; its members join anew.',
    scope: ownCluster,
    refusals: [NOT_FOUND],
    decide: ({ id, effectiveAt: since }) => ({ communityId: id, since }),
  }),
  commandOf(community, 'RenameCommunity', {
    verb: 'rename',
    summary: 'Give a community another name from a day on.',
    body: { name: nameSchema },
    scope: ownCluster,
    refusals: [NOT_FOUND],
    decide: ({ id, body, effectiveAt: since }) => ({ communityId: id, ...body, since }),
  }),
  commandOf(community, 'JoinCommunity', {
    verb: 'join',
    summary: 'Record that an organisation takes part in a community from a day on, with its contact if there is one.',
    body: { ...member, contact: personSchema.optional() },
    scope: ownCluster,
    unless: ({ body, copies }) => absentOrganisation(copies, [body.organisationId]),
    refusals: ['EVT_ORGANISATION_ABSENT', NOT_FOUND],
    decide: ({ id, body, effectiveAt: since }) => ({ communityId: id, ...body, since }),
  }),
  commandOf(community, 'LeaveCommunity', {
    verb: 'leave',
    summary: 'Record that an organisation takes part in a community no more: the day is the first one after it.',
    body: { ...member, reason: remark },
    scope: ownCluster,
    refusals: [NOT_FOUND],
    decide: ({ id, body, effectiveAt: on }) => ({ communityId: id, ...body, on }),
  }),
  commandOf(community, 'NameCommunityContact', {
    verb: 'name-contact',
    summary: 'Record who is the contact of an organisation in a community from a day on.',
    body: { ...member, contact: personSchema },
    scope: ownCluster,
    refusals: [NOT_FOUND],
    decide: ({ id, body, effectiveAt: since }) => ({ communityId: id, ...body, since }),
  }),
  commandOf(community, 'RecordCommunityMeeting', {
    verb: 'record-meeting',
    summary: 'Record a meeting of a community, with the organisations that took part and how many persons came.',
    body: {
      subject: remark.describe('Tells two meetings of one day apart.'),
      organisationIds: communityMeetingShape.organisationIds.default(null).describe('Null: nobody kept a list.'),
      persons: communityMeetingShape.persons.default(null).describe('Null: nobody counted.'),
    },
    scope: ownCluster,
    happened: onItsDay,
    unless: ({ body, copies }) => absentOrganisation(copies, body.organisationIds ?? []),
    refusals: ['EVT_ORGANISATION_ABSENT', NOT_FOUND],
    decide: ({ id, body, effectiveAt: on }) => ({ communityId: id, ...body, on }),
  }),
  commandOf(community, 'RecordCommunityOutput', {
    verb: 'record-output',
    summary: 'Record a piece of work that a community published on a day.',
    body: CommunityOutputRecorded.schema.pick({ title: true, link: true }).shape,
    scope: ownCluster,
    happened: onItsDay,
    refusals: [NOT_FOUND],
    decide: ({ id, body, effectiveAt: on }) => ({ communityId: id, ...body, on }),
  }),
  ...factCommands(community, {
    only: ['CommunityOpened'],
    // To which cluster it belongs is for administrators to correct.
    scope: async (request, tx) => (changesIn(request).clusterId === undefined ? await ownCluster(request, tx) : []),
    unless: unfitOpening,
    refusals: [...FACT_REFUSALS, ...KEEPER_ABSENT],
  }),
  ...factCommands(community, {
    only: [
      ...(['CommunityClosed', 'CommunityReopened', 'CommunityRenamed', 'CommunityLeft', 'CommunityJoined'] as const),
      ...(['CommunityContactNamed', 'CommunityMet', 'CommunityOutputRecorded'] as const),
    ],
    scope: ownCluster,
    unless: ({ organisationIds }: Changes, { copies }) => absentOrganisation(copies, organisationIds ?? []),
    refusals: [...FACT_REFUSALS, 'EVT_ORGANISATION_ABSENT'],
  }),
]);
