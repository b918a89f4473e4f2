import { z } from 'zod';
import {
  admissionOrganSchema,
  dateSchema,
  membershipEndSchema,
  nameSchema,
  procedureSchema,
  sponsorsSchema,
  uuidSchema,
} from '#libs/contracts';
import { commandOf, commandTable, factCommands, type CommandRequest, type Transaction } from '#libs/commands';
import type { Rejection } from '#libs/kernel';
import { antenna } from '../domain/antenna/antenna.ts';
import { cluster } from '../domain/cluster/cluster.ts';
import { noCollege } from '../domain/colleges/admission.ts';
import { college } from '../domain/colleges/college.ts';
import type { Supporters } from '../domain/colleges/sponsors.ts';
import { unlawfulAdmission, unlawfulSupport } from '../domain/membership/membership.admission.ts';
import { membership, missing, type Surroundings } from '../domain/membership/membership.decide.ts';
import { membershipId, openApplication, periodsOf, stateOn } from '../domain/membership/membership.ts';
import { organisation } from '../domain/organisation/organisation.ts';
import {
  ANTENNA_UNFIT,
  CLUSTER_UNFIT,
  FACT_REFUSALS,
  membershipRefusals,
  ORGANISATION_UNFIT,
} from './refusals.table.ts';

const decidedBy = admissionOrganSchema
  .optional()
  .describe('The organ that decides. Default: the one that the policy of the college names.');
const sponsors = sponsorsSchema
  .optional()
  .describe('The members of the cluster that support it, as many as the policy of the college asks for.');
const place = {
  college: nameSchema.optional(),
  antennaId: uuidSchema.optional(),
  segment: nameSchema
    .optional()
    .describe('What kind of member it is, in the words of the office; it is kept when the cluster is merged.'),
};
const member = { clusterId: uuidSchema, organisationId: uuidSchema, ...place };
const acting = { clusterId: uuidSchema.describe('The cluster that decides.') };

const ABOUT = ['MBR_MEMBERSHIP_NOT_FOUND', 'MBR_MEMBERSHIP_ELSEWHERE'] as const;
const UNFIT = ['MBR_DATE_BEFORE_START', ...CLUSTER_UNFIT, ...ANTENNA_UNFIT] as const;
/** Why nobody becomes a member under this id: no organisation and no cluster has it, or it is that of the cluster itself. */
export const NO_MEMBER = [...ORGANISATION_UNFIT, 'MBR_OWN_MEMBER'] as const;
const NO_COLLEGE = ['MBR_COLLEGE_NOT_FOUND', 'MBR_COLLEGE_CLOSED'] as const;
const UNSUPPORTED = ['MBR_SPONSOR_UNFIT', 'MBR_SPONSORS_MISSING'] as const;
export const NOT_ADMITTED = [...NO_COLLEGE, 'MBR_ANOTHER_ORGAN_DECIDES', 'MBR_NOT_ADMISSIBLE', ...UNSUPPORTED] as const;

/** Why a membership does not end in this way. */
const UNLAWFUL = ['MBR_EXCLUSION_UNHEARD', 'MBR_NOT_NOTIFIED', 'MBR_NOTHING_TO_RENOUNCE'] as const;

interface Asked {
  readonly clusterId: string;
  readonly antennaId?: string | undefined;
  readonly organisationId?: string | undefined;
  readonly sponsors?: readonly string[] | undefined;
}

/** What a membership begins in, read side by side. */
export async function surroundings(tx: Transaction, asked: Asked): Promise<Surroundings> {
  const { clusterId, antennaId, organisationId, sponsors: named } = asked;
  const [clusterState, colleges, place, member, memberCluster, supporters] = await Promise.all([
    tx.read(cluster, clusterId),
    tx.read(college, clusterId),
    antennaId === undefined ? undefined : tx.read(antenna, antennaId),
    organisationId === undefined ? undefined : tx.read(organisation, organisationId),
    organisationId === undefined ? undefined : tx.read(cluster, organisationId),
    named && supportersAmong(tx, clusterId, named),
  ]);
  return { cluster: clusterState, colleges, antenna: place, organisation: member, memberCluster, supporters };
}

async function supportersAmong(tx: Transaction, clusterId: string, ids: readonly string[]): Promise<Supporters> {
  const read = async (id: string) => [id, periodsOf(await tx.read(membership, membershipId(clusterId, id)))] as const;
  return Object.fromEntries(await Promise.all(ids.map(read)));
}

/** Why a membership cannot be corrected to begin on another day, or in another antenna. */
async function unfit(
  changes: object,
  { id, body }: CommandRequest<unknown>,
  tx: Transaction,
): Promise<Rejection | undefined> {
  const state = await tx.read(membership, id);
  const known = state.facts.find((each) => each.id === (body as { readonly fact: string }).fact)?.event;
  if (known?.type !== 'MembershipApplied' && known?.type !== 'MemberAdmitted') return undefined;
  const corrected = { ...known, ...changes };
  const day = corrected.type === 'MemberAdmitted' ? corrected.since : corrected.on;
  const { clusterId, antennaId, organisationId } = corrected;
  const before = stateOn(state, day, known);
  const named = corrected.sponsors ?? openApplication(before)?.sponsors;
  const around = await surroundings(tx, { clusterId, antennaId, organisationId, sponsors: named });
  const refusal = missing(around, corrected, day);
  if (refusal !== undefined) return refusal;
  if (corrected.type === 'MembershipApplied')
    return (
      noCollege(around.colleges, corrected.college, day) ??
      ('sponsors' in changes ? unlawfulSupport(around, { ...corrected, since: day }) : undefined)
    );
  const isJudged = ['college', 'decidedBy', 'sponsors', 'since'].some((member) => member in changes);
  return isJudged ? unlawfulAdmission(around, corrected, before) : undefined;
}

/** The cluster whose membership it is. */
export async function ownCluster({ id }: { readonly id: string }, tx: Transaction): Promise<readonly string[]> {
  const state = await tx.read(membership, id);
  return state.status === 'absent' ? [] : [state.clusterId];
}

const ending = {
  cause: membershipEndSchema,
  reason: nameSchema.optional(),
  procedure: procedureSchema
    .optional()
    .describe(
      'For an exclusion its grievances and the day of the hearing; for one for unpaid fees the days of the decision and of its notice.',
    ),
};

export const membershipCommands = commandTable('membership.memberships', membershipRefusals, [
  commandOf(membership, 'AdmitMember', {
    summary:
      'Admit an organisation, or a cluster into a network, as member of a cluster, whether it applied or not; it may come back after leaving.',
    body: {
      ...member,
      ...{ decidedBy, sponsors },
      ended: z
        .strictObject({ on: dateSchema, ...ending })
        .optional()
        .describe('For a membership of the past: the first day after it.'),
    },
    scope: ({ body }) => [body.clusterId],
    idOf: ({ clusterId, organisationId }) => membershipId(clusterId, organisationId),
    refusals: [
      'MBR_ALREADY_MEMBER',
      'MBR_MEMBERSHIP_SUCCEEDED',
      ...UNFIT,
      ...NO_MEMBER,
      ...NOT_ADMITTED,
      'MBR_NOT_A_MEMBER',
      ...UNLAWFUL,
    ],
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      return { membershipId: id, ...body, in: await surroundings(tx, body), since };
    },
  }),
  commandOf(membership, 'EndMembership', {
    verb: 'end',
    summary:
      'End a membership: the member resigns, renounces after a merger, ceases or dies; the cluster excludes it or strikes it off for unpaid fees. The day is the first one after it.',
    body: { ...acting, ...ending },
    scope: ({ body }) => [body.clusterId],
    refusals: [...ABOUT, 'MBR_MEMBERSHIP_SUCCEEDED', 'MBR_NOT_A_MEMBER', 'MBR_DATE_BEFORE_START', ...UNLAWFUL],
    decide: ({ id, body, effectiveAt }) => ({ membershipId: id, ...body, on: effectiveAt }),
  }),
  ...factCommands(membership, {
    scope: ownCluster,
    unless: unfit,
    refusals: [...FACT_REFUSALS, ...UNFIT, ...NO_MEMBER, ...NOT_ADMITTED, ...UNLAWFUL],
  }),
]);

/** Applications have the id of the membership that they ask for. */
export const applicationCommands = commandTable('membership.applications', membershipRefusals, [
  commandOf(membership, 'ApplyForMembership', {
    summary: 'Apply for membership of a cluster.',
    body: { ...member, sponsors },
    scope: ({ body }) => [body.clusterId],
    idOf: ({ clusterId, organisationId }) => membershipId(clusterId, organisationId),
    refusals: [
      'MBR_ALREADY_MEMBER',
      'MBR_MEMBERSHIP_SUCCEEDED',
      'MBR_APPLICATION_PENDING',
      ...UNFIT,
      ...NO_MEMBER,
      ...NO_COLLEGE,
      ...UNSUPPORTED,
    ],
    decide: async ({ id, body, effectiveAt: on }, tx) => {
      return { membershipId: id, ...body, in: await surroundings(tx, body), on };
    },
  }),
  commandOf(membership, 'AcceptApplication', {
    verb: 'admit',
    summary: 'Admit the applicant, with the college and antenna it asked for, or with the ones given.',
    body: { ...acting, ...place, decidedBy, sponsors },
    scope: ({ body }) => [body.clusterId],
    refusals: [
      ...ABOUT,
      'MBR_NO_APPLICATION',
      'MBR_ALREADY_MEMBER',
      'MBR_MEMBERSHIP_SUCCEEDED',
      ...UNFIT,
      ...NO_MEMBER,
      ...NOT_ADMITTED,
    ],
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      const state = await tx.read(membership, id);
      const organisationId = state.status === 'absent' ? undefined : state.organisationId;
      const named = body.sponsors ?? openApplication(stateOn(state, since))?.sponsors;
      const around = await surroundings(tx, { ...body, organisationId, sponsors: named });
      return { membershipId: id, ...body, in: around, since };
    },
  }),
  commandOf(membership, 'RefuseApplication', {
    verb: 'refuse',
    summary: 'Refuse an application with its reason.',
    body: { ...acting, reason: nameSchema, decidedBy },
    scope: ({ body }) => [body.clusterId],
    refusals: [
      ...ABOUT,
      'MBR_ALREADY_MEMBER',
      'MBR_NO_APPLICATION',
      'MBR_DATE_BEFORE_START',
      'MBR_ANOTHER_ORGAN_DECIDES',
    ],
    decide: async ({ id, body, effectiveAt }, tx) => {
      return { membershipId: id, ...body, colleges: await tx.read(college, body.clusterId), on: effectiveAt };
    },
  }),
]);
