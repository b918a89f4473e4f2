import { z } from 'zod';
import { commandOf, commandTable, factCommands, onItsDay } from '#libs/commands';
import type { CommandRequest, Copies, Transaction } from '#libs/commands';
import { holderSchema, partnerClassSchema, partnerEvents, uuidSchema } from '#libs/contracts';
import { clusterAbsence, organisationAbsence } from '#libs/process-managers';
import { incubator, notOpenOn, type Incubator } from '../domain/incubator/incubator.ts';
import { partner, type Holder, type Partner, type PartnerRejection } from '../domain/partner/partner.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import { INCUBATOR_ABSENT } from './incubators.rows.ts';
import { FACT_REFUSALS, incubationRefusals, type HolderRefusal } from './refusals.table.ts';

/** Why a fact lies outside of a partnership. */
const OUTSIDE = [...INCUBATOR_ABSENT, 'INC_OUT_OF_ORDER'] as const;

async function absentHolder(copies: Copies, { kind, id }: Holder, day: string): Promise<HolderRefusal | undefined> {
  if (kind === 'cluster')
    return clusterAbsence('INC_HOLDER_ABSENT', id, await (await copies.of(clusters)).get(id), day);
  return organisationAbsence('INC_HOLDER_ABSENT', id, await (await copies.of(organisations)).get(id));
}

/** The incubator of a partnership, as it is now. */
async function incubatorOf(state: Partner, tx: Transaction): Promise<Incubator> {
  return state.status === 'absent' ? incubator.initial : await tx.read(incubator, state.joined.incubatorId);
}

/** The cluster that holds a partnership. */
async function holdingCluster({ id }: CommandRequest<unknown>, tx: Transaction): Promise<readonly string[]> {
  const state = await tx.read(partner, id);
  return state.status !== 'absent' && state.holder.kind === 'cluster' ? [state.holder.id] : [];
}

/** What facts of a partner are corrected to. */
interface Changes {
  readonly holder?: Holder;
  readonly since?: string;
  readonly on?: string;
}

/** Why a partner cannot be what a correction makes of it: its holder or its incubator is not there on that day. */
async function unfit(
  { holder, since, on }: Changes,
  { id, copies }: CommandRequest<unknown>,
  tx: Transaction,
): Promise<HolderRefusal | PartnerRejection | undefined> {
  const state = await tx.read(partner, id);
  if (state.status === 'absent') return undefined;
  const day = since ?? on;
  const outside = day === undefined ? undefined : notOpenOn(day, await incubatorOf(state, tx));
  return outside ?? (holder && (await absentHolder(copies, holder, since ?? state.joined.since)));
}

export const partnerCommands = commandTable('incubation.partners', incubationRefusals, [
  commandOf(partner, 'JoinAsPartner', {
    summary: 'Add an organisation or a cluster as partner of an incubator.',
    body: {
      incubatorId: uuidSchema,
      class: partnerClassSchema,
      holder: holderSchema,
      founding: z.boolean().default(false),
    },
    scope: ({ body: { holder } }) => (holder.kind === 'cluster' ? [holder.id] : []),
    unless: ({ body: { holder }, effectiveAt, copies }) => absentHolder(copies, holder, effectiveAt),
    refusals: ['INC_HOLDER_ABSENT', 'INC_PARTNER_EXISTS', ...INCUBATOR_ABSENT],
    decide: async ({ id, body, effectiveAt }, tx) => {
      return { partnerId: id, ...body, incubator: await tx.read(incubator, body.incubatorId), since: effectiveAt };
    },
  }),
  commandOf(partner, 'GrantSeat', {
    verb: 'grant-seat',
    summary: 'Grant a partner a seat in the steering body.',
    body: { seatId: uuidSchema.optional() },
    reports: { SeatGranted: partnerEvents.SeatGranted.schema.pick({ seatId: true, since: true }) },
    refusals: ['INC_PARTNER_NOT_FOUND', 'INC_PARTNER_LEFT', 'INC_PARTNER_HAS_SEAT', ...OUTSIDE],
    decide: async ({ id, body, effectiveAt, ids }, tx) => {
      const incubator = await incubatorOf(await tx.read(partner, id), tx);
      return { seatId: body.seatId ?? ids.next(), since: effectiveAt, incubator };
    },
  }),
  commandOf(partner, 'DeclareClass', {
    verb: 'declare-class',
    summary:
      'Record of which class a source declares a partner to be; the class in which it joined stays, and what other sources say.',
    body: partnerEvents.PartnerClassDeclared.schema.pick({ class: true, source: true }).shape,
    happened: onItsDay,
    refusals: ['INC_PARTNER_NOT_FOUND', 'INC_PARTNER_LEFT', ...OUTSIDE],
    decide: async ({ id, body, effectiveAt }, tx) => {
      return { ...body, on: effectiveAt, incubator: await incubatorOf(await tx.read(partner, id), tx) };
    },
  }),
  commandOf(partner, 'DeclareContribution', {
    verb: 'declare-contribution',
    summary: 'Record what a source declares that a partner contributes in a year; what other sources say stays.',
    body: partnerEvents.PartnerContributionDeclared.schema.omit({ partnerId: true, incubatorId: true, on: true }).shape,
    happened: onItsDay,
    refusals: ['INC_PARTNER_NOT_FOUND', 'INC_PARTNER_LEFT', ...OUTSIDE],
    decide: async ({ id, body, effectiveAt }, tx) => {
      return { ...body, on: effectiveAt, incubator: await incubatorOf(await tx.read(partner, id), tx) };
    },
  }),
  commandOf(partner, 'LeavePartnership', {
    verb: 'leave',
    summary: 'End a partnership; a seat becomes free. An end that lies ahead ends nothing before its day.',
    scope: holdingCluster,
    refusals: ['INC_PARTNER_NOT_FOUND', 'INC_PARTNER_LEFT', ...OUTSIDE],
    decide: async ({ id, effectiveAt }, tx) => {
      return { on: effectiveAt, incubator: await incubatorOf(await tx.read(partner, id), tx) };
    },
  }),
  ...factCommands(partner, {
    only: ['PartnerJoined', 'PartnerLeft'],
    // Which cluster it is of whose partnership an operator speaks is for administrators to correct.
    scope: async (request, tx) => (isOfAnotherHolder(request) ? [] : await holdingCluster(request, tx)),
    unless: unfit,
    refusals: [...FACT_REFUSALS, 'INC_HOLDER_ABSENT', ...INCUBATOR_ABSENT],
  }),
  ...factCommands(partner, {
    only: ['SeatGranted', 'PartnerClassDeclared', 'PartnerContributionDeclared'],
    unless: unfit,
    refusals: [...FACT_REFUSALS, ...INCUBATOR_ABSENT],
  }),
]);

function isOfAnotherHolder({ body }: CommandRequest<unknown>): boolean {
  return (body as { readonly changes?: Changes }).changes?.holder !== undefined;
}
