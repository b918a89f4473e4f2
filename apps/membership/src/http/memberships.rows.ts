import { z } from 'zod';
import { nameSchema, uuidSchema } from '#libs/contracts';
import { command, commandTable, type Transaction } from '#libs/commands';
import type { Uuid } from '#libs/kernel';
import { antenna } from '../domain/antenna/antenna.decide.ts';
import { cluster } from '../domain/cluster/cluster.decide.ts';
import type { Surroundings } from '../domain/membership/membership.commands.ts';
import { membership } from '../domain/membership/membership.decide.ts';
import { membershipId } from '../domain/membership/membership.ts';
import { organisation } from '../domain/organisation/organisation.decide.ts';
import { membershipRefusals, type MembershipCode } from './refusals.table.ts';

const place = { college: nameSchema.optional(), antennaId: uuidSchema.optional() };
const acting = { clusterId: uuidSchema.describe('The cluster that decides.') };

const admitSchema = z
  .strictObject({ clusterId: uuidSchema, organisationId: uuidSchema, ...place })
  .meta({ id: 'AdmitMember' });
const applySchema = admitSchema.meta({ id: 'ApplyForMembership' });
const acceptSchema = z.strictObject({ ...acting, ...place }).meta({ id: 'AcceptApplication' });
const refuseSchema = z.strictObject({ ...acting, reason: nameSchema }).meta({ id: 'RefuseApplication' });
const endSchema = z
  .strictObject({
    ...acting,
    cause: z.enum(['resignation', 'exclusion', 'renunciation', 'dissolution']),
    reason: nameSchema.optional(),
  })
  .meta({ id: 'EndMembership' });

const roles = ['admin', 'operator'] as const;

const STANDING = [
  'MBR_CLUSTER_NOT_FOUND',
  'MBR_CLUSTER_DISSOLVED',
  'MBR_CLUSTER_SUCCEEDED',
  'MBR_DATE_BEFORE_START',
] as const satisfies readonly MembershipCode[];
const PLACE = [
  'MBR_ANTENNA_NOT_FOUND',
  'MBR_ANTENNA_ELSEWHERE',
  'MBR_ANTENNA_CLOSED',
] as const satisfies readonly MembershipCode[];
const ABOUT = ['MBR_MEMBERSHIP_NOT_FOUND', 'MBR_MEMBERSHIP_ELSEWHERE'] as const satisfies readonly MembershipCode[];

/** What a membership begins in, read side by side. */
async function surroundings(
  tx: Transaction,
  {
    clusterId,
    antennaId,
    organisationId,
  }: { clusterId: string; antennaId?: string | undefined; organisationId?: string },
): Promise<Surroundings> {
  const [standing, place, member] = await Promise.all([
    tx.read(cluster, clusterId),
    antennaId === undefined ? undefined : tx.read(antenna, antennaId),
    organisationId === undefined ? undefined : tx.read(organisation, organisationId),
  ]);
  return { cluster: standing, antenna: place, organisation: member };
}

function idOf(body: { readonly clusterId: string; readonly organisationId: string }): Uuid {
  return membershipId(body.clusterId, body.organisationId);
}

export const membershipCommands = commandTable({
  context: 'membership',
  resource: 'memberships',
  refusals: membershipRefusals,
  rows: [
    command(membership, {
      summary:
        'Admit an organisation as member of a cluster, whether it applied or not; it may come back after leaving.',
      body: admitSchema,
      roles,
      scope: ({ body }) => [body.clusterId],
      idOf: (body) => idOf(body),
      refusals: [
        'MBR_ALREADY_MEMBER',
        'MBR_MEMBERSHIP_SUCCEEDED',
        'MBR_DATE_BEFORE_START',
        ...STANDING,
        ...PLACE,
        'MBR_ORGANISATION_NOT_FOUND',
      ],
      run: async (tx, { id, body, effectiveAt: since }) => {
        const around = await surroundings(tx, body);
        return tx.decide(membership, id, { type: 'AdmitMember', membershipId: id, ...body, in: around, since });
      },
    }),
    command(membership, {
      verb: 'end',
      summary: 'End a membership: resignation, exclusion, renunciation after a merger, dissolution of the member.',
      body: endSchema,
      roles,
      scope: ({ body }) => [body.clusterId],
      refusals: [...ABOUT, 'MBR_MEMBERSHIP_SUCCEEDED', 'MBR_NOT_A_MEMBER', 'MBR_DATE_BEFORE_START'],
      run: (tx, { id, body, effectiveAt: on }) =>
        tx.decide(membership, id, { type: 'EndMembership', membershipId: id, ...body, on }),
    }),
  ],
});

/** Applications have the id of the membership that they ask for. */
export const applicationCommands = commandTable({
  context: 'membership',
  resource: 'applications',
  refusals: membershipRefusals,
  rows: [
    command(membership, {
      summary: 'Apply for membership of a cluster.',
      body: applySchema,
      roles,
      scope: ({ body }) => [body.clusterId],
      idOf: (body) => idOf(body),
      refusals: [
        'MBR_ALREADY_MEMBER',
        'MBR_MEMBERSHIP_SUCCEEDED',
        'MBR_APPLICATION_PENDING',
        'MBR_DATE_BEFORE_START',
        ...STANDING,
        ...PLACE,
        'MBR_ORGANISATION_NOT_FOUND',
      ],
      run: async (tx, { id, body, effectiveAt: on }) => {
        const around = await surroundings(tx, body);
        return tx.decide(membership, id, { type: 'ApplyForMembership', membershipId: id, ...body, in: around, on });
      },
    }),
    command(membership, {
      verb: 'admit',
      summary: 'Admit the applicant, with the college and antenna it asked for unless others are given.',
      body: acceptSchema,
      roles,
      scope: ({ body }) => [body.clusterId],
      refusals: [
        ...ABOUT,
        'MBR_NO_APPLICATION',
        'MBR_ALREADY_MEMBER',
        'MBR_MEMBERSHIP_SUCCEEDED',
        'MBR_DATE_BEFORE_START',
        ...STANDING,
        ...PLACE,
      ],
      run: async (tx, { id, body, effectiveAt: since }) => {
        const around = await surroundings(tx, body);
        return tx.decide(membership, id, { type: 'AcceptApplication', membershipId: id, ...body, in: around, since });
      },
    }),
    command(membership, {
      verb: 'refuse',
      summary: 'Refuse an application with its reason.',
      body: refuseSchema,
      roles,
      scope: ({ body }) => [body.clusterId],
      refusals: [...ABOUT, 'MBR_ALREADY_MEMBER', 'MBR_NO_APPLICATION', 'MBR_DATE_BEFORE_START'],
      run: (tx, { id, body, effectiveAt: on }) =>
        tx.decide(membership, id, { type: 'RefuseApplication', membershipId: id, ...body, on }),
    }),
  ],
});
