import { z } from 'zod';
import { command, step, type CommandRequest, type CommandTable } from '#libs/commands';
import { holderSchema, partnerClassSchema, uuidSchema } from '#libs/contracts';
import { streamName, uuid, type Uuid } from '#libs/kernel';
import { partner, type PartnerCommand } from '../domain/partner/partner.decide.ts';
import { partners } from '../read-models/partners/partners.projection.ts';
import { onIncubator } from './incubators.commands.ts';
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

function onPartner(id: Uuid, about: PartnerCommand) {
  return step(partner, streamName('incubation', 'partner', id), about);
}

export const partnerCommands: CommandTable = {
  context: 'incubation',
  resource: 'partners',
  refusals: incubationRefusals,
  rows: [
    command({
      summary: 'Enter an organisation or a cluster as partner of an incubator.',
      body: joinSchema,
      roles: ['admin', 'operator'],
      scope: ({ body: { holder } }) => (holder.kind === 'cluster' ? [holder.id] : []),
      refusals: ['INC_PARTNER_EXISTS', 'INC_INCUBATOR_NOT_FOUND', 'INC_INCUBATOR_DISSOLVED', 'INC_BEFORE_OPENING'],
      steps: ({ id, body, effectiveAt }) => {
        const incubatorId = uuid(body.incubatorId);
        return [
          onPartner(id, { type: 'JoinAsPartner', partnerId: id, ...body, incubatorId, since: effectiveAt }),
          onIncubator(incubatorId, { type: 'RequireOpenIncubator', on: effectiveAt }),
        ];
      },
    }),
    command({
      verb: 'grant-seat',
      summary: 'Grant a partner a seat in the steering body.',
      body: grantSeatSchema,
      roles: ['admin'],
      refusals: ['INC_PARTNER_NOT_FOUND', 'INC_PARTNER_LEFT', 'INC_PARTNER_HAS_SEAT', 'INC_OUT_OF_ORDER'],
      steps: ({ id, body, effectiveAt, services }) => {
        const seatId = body.seatId === undefined ? services.ids.next() : uuid(body.seatId);
        return [onPartner(id, { type: 'GrantSeat', seatId, since: effectiveAt })];
      },
    }),
    command({
      verb: 'leave',
      summary: 'End a partnership; a seat becomes free.',
      body: z.strictObject({}).meta({ id: 'LeavePartnership' }),
      roles: ['admin', 'operator'],
      scope: holderOf,
      refusals: ['INC_PARTNER_NOT_FOUND', 'INC_PARTNER_LEFT', 'INC_OUT_OF_ORDER'],
      steps: ({ id, effectiveAt }) => [onPartner(id, { type: 'LeavePartnership', on: effectiveAt })],
    }),
  ],
};

async function holderOf({ id, services }: CommandRequest<object>): Promise<readonly string[]> {
  const holder = (await services.readModels.of(partners).get(id))?.holder;
  return holder?.kind === 'cluster' ? [holder.id] : [];
}
