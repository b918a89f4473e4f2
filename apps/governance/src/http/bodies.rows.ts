import { z } from 'zod';
import { command, commandTable, type Transaction } from '#libs/commands';
import { bodyKindSchema, dateSchema, nameSchema, quantitySchema, uuidSchema } from '#libs/contracts';
import { body } from '../domain/body/body.decide.ts';
import { governanceRefusals } from './refusals.table.ts';

/** The cluster whose operators act on a body: none where the body is not there. */
export async function clusterOfBody(tx: Transaction, bodyId: string): Promise<readonly string[]> {
  const state = await tx.read(body, bodyId);
  return state.status === 'absent' ? [] : [state.created.clusterId];
}

const ofThisBody = ({ id }: { readonly id: string }, tx: Transaction) => clusterOfBody(tx, id);

const createBody = z
  .strictObject({ clusterId: uuidSchema, kind: bodyKindSchema, name: nameSchema, size: quantitySchema.optional() })
  .meta({ id: 'CreateBody' });

const reserved = z.strictObject({ seats: quantitySchema, forClusterId: uuidSchema, until: dateSchema.optional() });

export const bodyCommands = commandTable({
  context: 'governance',
  resource: 'bodies',
  refusals: governanceRefusals,
  rows: [
    command(body, {
      summary: 'Create a body of a cluster: its assembly, board, bureau, a college or a steering committee.',
      body: createBody,
      roles: ['admin', 'operator'],
      scope: ({ body: { clusterId } }) => [clusterId],
      refusals: ['GOV_BODY_EXISTS'],
      run: (tx, { id, body: facts, effectiveAt }) =>
        tx.decide(body, id, { type: 'CreateBody', bodyId: id, ...facts, since: effectiveAt }),
    }),
    command(body, {
      verb: 'rename',
      summary: 'Give a body another name from a day on.',
      body: z.strictObject({ name: nameSchema }).meta({ id: 'RenameBody' }),
      roles: ['admin', 'operator'],
      scope: ofThisBody,
      refusals: ['GOV_BODY_NOT_FOUND', 'GOV_BODY_ABOLISHED', 'GOV_BODY_BEFORE_CREATION'],
      run: (tx, { id, body: facts, effectiveAt }) =>
        tx.decide(body, id, { type: 'RenameBody', bodyId: id, ...facts, since: effectiveAt }),
    }),
    command(body, {
      verb: 'resize',
      summary: 'Decide the number of seats of a body anew from a day on; some may be reserved.',
      body: z.strictObject({ size: quantitySchema, reserved: reserved.optional() }).meta({ id: 'ResizeBody' }),
      roles: ['admin', 'operator'],
      scope: ofThisBody,
      refusals: [
        'GOV_BODY_NOT_FOUND',
        'GOV_BODY_ABOLISHED',
        'GOV_BODY_BEFORE_CREATION',
        'GOV_BODY_RESERVED_EXCEEDS_SIZE',
      ],
      run: (tx, { id, body: facts, effectiveAt }) =>
        tx.decide(body, id, { type: 'ResizeBody', bodyId: id, ...facts, since: effectiveAt }),
    }),
    command(body, {
      verb: 'abolish',
      summary: 'Abolish a body by a decision; its history stays.',
      body: z.strictObject({}).meta({ id: 'AbolishBody' }),
      roles: ['admin', 'operator'],
      scope: ofThisBody,
      refusals: ['GOV_BODY_NOT_FOUND', 'GOV_BODY_ABOLISHED', 'GOV_BODY_BEFORE_CREATION'],
      run: (tx, { id, effectiveAt }) =>
        tx.decide(body, id, { type: 'AbolishBody', bodyId: id, cause: 'decision', on: effectiveAt }),
    }),
  ],
});
