import { z } from 'zod';
import { command, step, type CommandTable, type DecisionStep } from '#libs/commands';
import { nameSchema, uuidSchema } from '#libs/contracts';
import type { Uuid } from '#libs/kernel';
import type { MembershipCommand } from '../domain/membership/membership.commands.ts';
import { membership } from '../domain/membership/membership.decide.ts';
import { membershipId, membershipStream } from '../domain/membership/membership.ts';
import { organisation, organisationStream } from '../domain/organisation/organisation.decide.ts';
import { onAntenna } from './antennas.commands.ts';
import { onCluster } from './clusters.commands.ts';
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

function onMembership(about: MembershipCommand): DecisionStep {
  return step(membership, membershipStream(about.membershipId), about);
}

/** The cluster has to stand that day, and the antenna, where one is named, has to be one of its own. */
function placeSteps(clusterId: string, antennaId: string | undefined, on: string): readonly DecisionStep[] {
  const standing = onCluster({ type: 'RequireStandingCluster', clusterId, on });
  return antennaId === undefined
    ? [standing]
    : [standing, onAntenna({ type: 'RequireOpenAntenna', antennaId, clusterId })];
}

function knownOrganisation(organisationId: string): DecisionStep {
  return step(organisation, organisationStream(organisationId), { type: 'RequireKnownOrganisation', organisationId });
}

function idOf(body: { readonly clusterId: string; readonly organisationId: string }): Uuid {
  return membershipId(body.clusterId, body.organisationId);
}

export const membershipCommands: CommandTable = {
  context: 'membership',
  resource: 'memberships',
  refusals: membershipRefusals,
  rows: [
    command({
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
      steps: ({ id, body, effectiveAt }) => [
        onMembership({ type: 'AdmitMember', membershipId: id, ...body, since: effectiveAt }),
        ...placeSteps(body.clusterId, body.antennaId, effectiveAt),
        knownOrganisation(body.organisationId),
      ],
    }),
    command({
      verb: 'end',
      summary: 'End a membership: resignation, exclusion, renunciation after a merger, dissolution of the member.',
      body: endSchema,
      roles,
      scope: ({ body }) => [body.clusterId],
      refusals: [...ABOUT, 'MBR_MEMBERSHIP_SUCCEEDED', 'MBR_NOT_A_MEMBER', 'MBR_DATE_BEFORE_START'],
      steps: ({ id, body, effectiveAt: on }) => [
        onMembership({ type: 'EndMembership', membershipId: id, ...body, on }),
      ],
    }),
  ],
};

/** Applications have the id of the membership that they ask for. */
export const applicationCommands: CommandTable = {
  context: 'membership',
  resource: 'applications',
  refusals: membershipRefusals,
  rows: [
    command({
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
      steps: ({ id, body, effectiveAt: on }) => [
        onMembership({ type: 'ApplyForMembership', membershipId: id, ...body, on }),
        ...placeSteps(body.clusterId, body.antennaId, on),
        knownOrganisation(body.organisationId),
      ],
    }),
    command({
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
      steps: ({ id, body, effectiveAt }) => [
        onMembership({ type: 'AcceptApplication', membershipId: id, ...body, since: effectiveAt }),
        ...placeSteps(body.clusterId, body.antennaId, effectiveAt),
      ],
    }),
    command({
      verb: 'refuse',
      summary: 'Refuse an application with its reason.',
      body: refuseSchema,
      roles,
      scope: ({ body }) => [body.clusterId],
      refusals: [...ABOUT, 'MBR_ALREADY_MEMBER', 'MBR_NO_APPLICATION', 'MBR_DATE_BEFORE_START'],
      steps: ({ id, body, effectiveAt: on }) => [
        onMembership({ type: 'RefuseApplication', membershipId: id, ...body, on }),
      ],
    }),
  ],
};
