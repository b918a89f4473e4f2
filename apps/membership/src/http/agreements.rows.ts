import { z } from 'zod';
import { agreedServiceSchema, agreementShape, dateSchema, nameSchema, uuidSchema } from '#libs/contracts';
import { commandOf, commandTable, factCommands, onItsDay, type CommandRequest, type Transaction } from '#libs/commands';
import { agreement } from '../domain/agreements/agreement.ts';
import { cluster } from '../domain/cluster/cluster.ts';
import { actingFor } from './acting.ts';
import { CLUSTER_UNFIT, FACT_REFUSALS, membershipRefusals } from './refusals.table.ts';

const acting = { clusterId: uuidSchema.describe('The party that acts.') };
const scope = ({ body }: CommandRequest<{ readonly clusterId: string }>, tx: Transaction) =>
  actingFor(tx, body.clusterId);
/** A quota goes with a quota, and a fee with a fee. */
const services = z
  .array(
    agreedServiceSchema.refine(
      ({ modality, quota, feeCents }) =>
        (modality === 'quota') === (quota !== undefined) && (modality === 'fee') === (feeCents !== undefined),
      'quota of a quota, feeCents of a fee, and neither of the same price',
    ),
  )
  .max(100);
const PARTY = ['MBR_AGREEMENT_NOT_FOUND', 'MBR_NOT_A_PARTY'] as const;

/** The party whose signature it is, or who has left. */
async function ownParty({ id, body }: CommandRequest<unknown>, tx: Transaction): Promise<readonly string[]> {
  const { facts } = await tx.read(agreement, id);
  const known = facts.find((each) => each.id === (body as { readonly fact: string }).fact)?.event;
  return known === undefined || !('clusterId' in known) ? [] : await actingFor(tx, known.clusterId);
}

/** Each party binds itself only: it signs, and leaves, by its own operators. */
export const agreementCommands = commandTable('membership.agreements', membershipRefusals, [
  commandOf(agreement, 'DrawUpAgreement', {
    summary:
      'Draw up an agreement between clusters on services and how members of the others have them, from a day on; it binds those of them who sign it.',
    body: { ...acting, ...agreementShape, services, until: dateSchema.optional().describe('The first day after it.') },
    scope,
    refusals: ['MBR_AGREEMENT_EXISTS', 'MBR_NOT_A_PARTY', 'MBR_PARTY_TWICE', ...CLUSTER_UNFIT],
    decide: async ({ id, body, effectiveAt: since }, tx) => {
      const parties = await Promise.all(body.parties.map((each) => tx.read(cluster, each)));
      return { agreementId: id, ...body, since, in: parties };
    },
  }),
  commandOf(agreement, 'SignAgreement', {
    verb: 'sign',
    summary: 'Sign an agreement as one of its parties.',
    body: acting,
    scope,
    happened: onItsDay,
    refusals: PARTY,
    decide: ({ id, body, effectiveAt: on }) => ({ agreementId: id, ...body, on }),
  }),
  commandOf(agreement, 'LeaveAgreement', {
    verb: 'leave',
    summary: 'Leave an agreement from a day on; with fewer than two parties it is over.',
    body: { ...acting, reason: nameSchema.optional() },
    scope,
    refusals: PARTY,
    decide: ({ id, body, effectiveAt: on }) => ({ agreementId: id, ...body, on }),
  }),
  // What all have signed, none of them changes alone.
  ...factCommands(agreement, {
    only: ['AgreementDrawnUp'],
    members: { AgreementDrawnUp: { services } },
    refusals: [...FACT_REFUSALS, 'MBR_DATE_BEFORE_START'],
  }),
  ...factCommands(agreement, {
    only: ['AgreementSigned', 'AgreementLeft'],
    scope: ownParty,
    refusals: [...FACT_REFUSALS, 'MBR_DATE_BEFORE_START'],
  }),
]);
