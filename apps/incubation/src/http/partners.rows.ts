import { z } from 'zod';
import { command, commandTable } from '#libs/commands';
import { holderSchema, partnerClassSchema, uuidSchema } from '#libs/contracts';
import { uuid } from '#libs/kernel';
import { incubator } from '../domain/incubator/incubator.decide.ts';
import { partner } from '../domain/partner/partner.decide.ts';
import { incubationRefusals } from './refusals.table.ts';

const joinSchema = z
  .strictObject({
    incubatorId: uuidSchema,
    class: partnerClassSchema,
    holder: holderSchema,
    founding: z.boolean().default(false),
  })
  .meta({ id: 'JoinAsPartner' });

const grantSeatSchema = z.strictObject({ seatId: uuidSchema.optional() }).meta({ id: 'GrantSeat' });

export const partnerCommands = commandTable({
  context: 'incubation',
  resource: 'partners',
  refusals: incubationRefusals,
  rows: [
    command(partner, {
      summary: 'Enter an organisation or a cluster as partner of an incubator.',
      body: joinSchema,
      roles: ['admin', 'operator'],
      scope: ({ body: { holder } }) => (holder.kind === 'cluster' ? [holder.id] : []),
      refusals: ['INC_PARTNER_EXISTS', 'INC_INCUBATOR_NOT_FOUND', 'INC_INCUBATOR_DISSOLVED', 'INC_BEFORE_OPENING'],
      run: async (tx, { id, body, effectiveAt: since }) => {
        const incubatorId = uuid(body.incubatorId);
        const joining = {
          partnerId: id,
          ...body,
          incubatorId,
          incubator: await tx.read(incubator, incubatorId),
          since,
        };
        return tx.decide(partner, id, { type: 'JoinAsPartner', ...joining });
      },
    }),
    command(partner, {
      verb: 'grant-seat',
      summary: 'Grant a partner a seat in the steering body.',
      body: grantSeatSchema,
      roles: ['admin'],
      refusals: ['INC_PARTNER_NOT_FOUND', 'INC_PARTNER_LEFT', 'INC_PARTNER_HAS_SEAT', 'INC_OUT_OF_ORDER'],
      run: (tx, { id, body, effectiveAt, ids }) => {
        const seatId = body.seatId === undefined ? ids.next() : uuid(body.seatId);
        return tx.decide(partner, id, { type: 'GrantSeat', seatId, since: effectiveAt });
      },
    }),
    command(partner, {
      verb: 'leave',
      summary: 'End a partnership; a seat becomes free.',
      body: z.strictObject({}).meta({ id: 'LeavePartnership' }),
      roles: ['admin', 'operator'],
      scope: async ({ id }, tx) => {
        const state = await tx.read(partner, id);
        return state.status !== 'absent' && state.holder.kind === 'cluster' ? [state.holder.id] : [];
      },
      refusals: ['INC_PARTNER_NOT_FOUND', 'INC_PARTNER_LEFT', 'INC_OUT_OF_ORDER'],
      run: (tx, { id, effectiveAt: on }) => tx.decide(partner, id, { type: 'LeavePartnership', on }),
    }),
  ],
});
