import {
  dateSchema,
  nameSchema,
  personSchema,
  representativeEndSchema,
  representativeEvents,
  representativeRankSchema,
  representativeRoleSchema,
  uuidSchema,
} from '#libs/contracts';
import { commandOf, commandTable, factCommands, type Transaction } from '#libs/commands';
import { z } from 'zod';
import { membership } from '../domain/membership/membership.decide.ts';
import type { Membership } from '../domain/membership/membership.ts';
import { notMemberOn, representative } from '../domain/representatives/representative.ts';
import { FACT_REFUSALS, membershipRefusals } from './refusals.table.ts';

/** The cluster whose membership it is, and those in which it goes on: who represents a member there may have been designated before. */
async function ownClusters({ id }: { readonly id: string }, tx: Transaction): Promise<readonly string[]> {
  const clusters: string[] = [];
  for (let next: string | undefined = id; next !== undefined;) {
    const state: Membership = await tx.read(membership, next);
    if (state.status === 'absent' || clusters.includes(state.clusterId)) break;
    clusters.push(state.clusterId);
    next = state.succession?.successorMembershipId;
  }
  return clusters;
}

const ending = { cause: representativeEndSchema, reason: nameSchema.optional() };

/** Representatives have the id of the membership for which they speak. */
export const representativeCommands = commandTable('membership.representatives', membershipRefusals, [
  commandOf(representative, 'DesignateRepresentative', {
    verb: 'designate',
    summary: 'Record who represents a member from a day on, as titular or as a substitute of a rank.',
    body: {
      person: personSchema,
      role: representativeRoleSchema.default('titular'),
      rank: representativeRankSchema
        .optional()
        .describe('Of a substitute: the first one speaks where there is no titular.'),
      ended: z
        .strictObject({ on: dateSchema, ...ending })
        .optional()
        .describe('For a designation of the past: the first day after it.'),
    },
    reports: {
      RepresentativeDesignated: representativeEvents.RepresentativeDesignated.schema.pick({ designationId: true }),
    },
    scope: ownClusters,
    refusals: [
      'MBR_MEMBERSHIP_NOT_FOUND',
      'MBR_NOT_A_MEMBER',
      'MBR_DATE_BEFORE_START',
      'MBR_FACT_CONTRADICTED',
      'MBR_REPRESENTATIVE_RANK',
    ],
    decide: async ({ id, body, effectiveAt: since, ids }, tx) => {
      return { membershipId: id, designationId: ids.next(), ...body, since, membership: await tx.read(membership, id) };
    },
  }),
  commandOf(representative, 'EndRepresentative', {
    verb: 'end',
    summary: 'Record that somebody represents a member no more: the day is the first one after it.',
    body: { designationId: uuidSchema.describe('As its designation recorded it.'), ...ending },
    scope: ownClusters,
    refusals: ['MBR_REPRESENTATIVE_NOT_FOUND', 'MBR_DATE_BEFORE_START'],
    decide: async ({ id, body, effectiveAt: on }, tx) => {
      return { ...body, on, membership: await tx.read(membership, id) };
    },
  }),
  ...factCommands(representative, {
    scope: ownClusters,
    unless: async ({ since }: { readonly since?: string }, { id }, tx) =>
      since === undefined ? undefined : notMemberOn(await tx.read(membership, id), since),
    refusals: [...FACT_REFUSALS, 'MBR_MEMBERSHIP_NOT_FOUND', 'MBR_NOT_A_MEMBER', 'MBR_REPRESENTATIVE_RANK'],
  }),
]);
