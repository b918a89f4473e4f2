import { z } from 'zod';
import { commandOf, commandTable, type Copies } from '#libs/commands';
import { holderSchema, partnerClassSchema, partnerEvents, uuidSchema } from '#libs/contracts';
import { clusterAbsence, organisationAbsence } from '#libs/process-managers';
import { incubator } from '../domain/incubator/incubator.ts';
import { partner, type Holder } from '../domain/partner/partner.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import { INCUBATOR_ABSENT } from './incubators.rows.ts';
import { incubationRefusals, type HolderRefusal } from './refusals.table.ts';

async function absentHolder(copies: Copies, { kind, id }: Holder, day: string): Promise<HolderRefusal | undefined> {
  if (kind === 'cluster')
    return clusterAbsence('INC_HOLDER_ABSENT', id, await (await copies.of(clusters)).get(id), day);
  return organisationAbsence('INC_HOLDER_ABSENT', id, await (await copies.of(organisations)).get(id));
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
    refusals: ['INC_PARTNER_NOT_FOUND', 'INC_PARTNER_LEFT', 'INC_PARTNER_HAS_SEAT', 'INC_OUT_OF_ORDER'],
    decide: ({ body, effectiveAt, ids }) => ({ seatId: body.seatId ?? ids.next(), since: effectiveAt }),
  }),
  commandOf(partner, 'LeavePartnership', {
    verb: 'leave',
    summary: 'End a partnership; a seat becomes free.',
    scope: async ({ id }, tx) => {
      const state = await tx.read(partner, id);
      return state.status !== 'absent' && state.holder.kind === 'cluster' ? [state.holder.id] : [];
    },
    refusals: ['INC_PARTNER_NOT_FOUND', 'INC_PARTNER_LEFT', 'INC_OUT_OF_ORDER'],
    decide: ({ effectiveAt }) => ({ on: effectiveAt }),
  }),
]);
