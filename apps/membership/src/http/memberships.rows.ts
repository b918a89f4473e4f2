import { z } from 'zod';
import { nameSchema, uuidSchema } from '#libs/contracts';
import { commandOf, commandTable, type Transaction } from '#libs/commands';
import { antenna } from '../domain/antenna/antenna.ts';
import { cluster } from '../domain/cluster/cluster.ts';
import { membership, type Surroundings } from '../domain/membership/membership.decide.ts';
import { membershipId } from '../domain/membership/membership.ts';
import { organisation } from '../domain/organisation/organisation.ts';
import { ANTENNA_UNFIT, CLUSTER_UNFIT, membershipRefusals } from './refusals.table.ts';

const place = { college: nameSchema.optional(), antennaId: uuidSchema.optional() };
const member = { clusterId: uuidSchema, organisationId: uuidSchema, ...place };
const acting = { clusterId: uuidSchema.describe('The cluster that decides.') };

const ABOUT = ['MBR_MEMBERSHIP_NOT_FOUND', 'MBR_MEMBERSHIP_ELSEWHERE'] as const;
const UNFIT = ['MBR_DATE_BEFORE_START', ...CLUSTER_UNFIT, ...ANTENNA_UNFIT] as const;

interface Asked {
  readonly clusterId: string;
  readonly antennaId?: string | undefined;
  readonly organisationId?: string;
}

/** What a membership begins in, read side by side. */
async function surroundings(tx: Transaction, asked: Asked): Promise<Surroundings> {
  const { clusterId, antennaId, organisationId } = asked;
  const [clusterState, place, member] = await Promise.all([
    tx.read(cluster, clusterId),
    antennaId === undefined ? undefined : tx.read(antenna, antennaId),
    organisationId === undefined ? undefined : tx.read(organisation, organisationId),
  ]);
  return { cluster: clusterState, antenna: place, organisation: member };
}

export const membershipCommands = commandTable('membership.memberships', membershipRefusals, [
  commandOf(membership, 'AdmitMember', {
    summary: 'Admit an organisation as member of a cluster, whether it applied or not; it may come back after leaving.',
    body: member,
    scope: ({ body }) => [body.clusterId],
    idOf: ({ clusterId, organisationId }) => membershipId(clusterId, organisationId),
    refusals: ['MBR_ALREADY_MEMBER', 'MBR_MEMBERSHIP_SUCCEEDED', ...UNFIT, 'MBR_ORGANISATION_NOT_FOUND'],
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      return { membershipId: id, ...body, in: await surroundings(tx, body), since };
    },
  }),
  commandOf(membership, 'EndMembership', {
    verb: 'end',
    summary: 'End a membership: resignation, exclusion, renunciation after a merger, dissolution of the member.',
    body: {
      ...acting,
      cause: z.enum(['resignation', 'exclusion', 'renunciation', 'dissolution']),
      reason: nameSchema.optional(),
    },
    scope: ({ body }) => [body.clusterId],
    refusals: [...ABOUT, 'MBR_MEMBERSHIP_SUCCEEDED', 'MBR_NOT_A_MEMBER', 'MBR_DATE_BEFORE_START'],
    decide: ({ id, body, effectiveAt }) => ({ membershipId: id, ...body, on: effectiveAt }),
  }),
]);

/** Applications have the id of the membership that they ask for. */
export const applicationCommands = commandTable('membership.applications', membershipRefusals, [
  commandOf(membership, 'ApplyForMembership', {
    summary: 'Apply for membership of a cluster.',
    body: member,
    scope: ({ body }) => [body.clusterId],
    idOf: ({ clusterId, organisationId }) => membershipId(clusterId, organisationId),
    refusals: [
      'MBR_ALREADY_MEMBER',
      'MBR_MEMBERSHIP_SUCCEEDED',
      'MBR_APPLICATION_PENDING',
      ...UNFIT,
      'MBR_ORGANISATION_NOT_FOUND',
    ],
    decide: async ({ id, body, effectiveAt: on }, tx) => {
      return { membershipId: id, ...body, in: await surroundings(tx, body), on };
    },
  }),
  commandOf(membership, 'AcceptApplication', {
    verb: 'admit',
    summary: 'Admit the applicant, with the college and antenna it asked for, or with the ones given.',
    body: { ...acting, ...place },
    scope: ({ body }) => [body.clusterId],
    refusals: [...ABOUT, 'MBR_NO_APPLICATION', 'MBR_ALREADY_MEMBER', 'MBR_MEMBERSHIP_SUCCEEDED', ...UNFIT],
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      return { membershipId: id, ...body, in: await surroundings(tx, body), since };
    },
  }),
  commandOf(membership, 'RefuseApplication', {
    verb: 'refuse',
    summary: 'Refuse an application with its reason.',
    body: { ...acting, reason: nameSchema },
    scope: ({ body }) => [body.clusterId],
    refusals: [...ABOUT, 'MBR_ALREADY_MEMBER', 'MBR_NO_APPLICATION', 'MBR_DATE_BEFORE_START'],
    decide: ({ id, body, effectiveAt }) => ({ membershipId: id, ...body, on: effectiveAt }),
  }),
]);
