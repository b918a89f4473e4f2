import { z } from 'zod';
import { command, commandTable, type Transaction } from '#libs/commands';
import { dateSchema, designationSchema, nameSchema, officeKindSchema, personSchema, uuidSchema } from '#libs/contracts';
import { body } from '../domain/body/body.decide.ts';
import { office } from '../domain/office/office.decide.ts';
import { clusterOfBody } from './bodies.rows.ts';
import { governanceRefusals } from './refusals.table.ts';

async function clusterOfOffice({ id }: { readonly id: string }, tx: Transaction): Promise<readonly string[]> {
  const state = await tx.read(office, id);
  return state.status === 'absent' ? [] : [state.created.clusterId];
}

const maxHolders = z.int().min(1).describe('How many persons may hold the office side by side.');
/** Mandates end by succession through the operation that decided it, never by a command of their own. */
const cause = z.enum(['term', 'resignation', 'revocation', 'death', 'expiry', 'dissolution']);

const createOffice = z
  .strictObject({ bodyId: uuidSchema, kind: officeKindSchema, title: nameSchema, maxHolders: maxHolders.default(1) })
  .meta({ id: 'CreateOffice' });

const startMandate = z
  .strictObject({
    mandateId: uuidSchema.optional().describe('Drawn unless given.'),
    person: personSchema,
    representing: nameSchema.optional(),
    organisationId: uuidSchema.optional(),
    how: designationSchema,
    limit: dateSchema.optional().describe('The last day on which acts under the mandate are lawful.'),
    follows: uuidSchema.optional().describe('The mandate of the same office that it comes after.'),
    tiedToClusterId: uuidSchema.optional().describe('The predecessor whose people it stands for.'),
    ended: z
      .strictObject({ on: dateSchema, cause })
      .optional()
      .describe('For a mandate of the past: the first day on which it was held no more.'),
  })
  .meta({ id: 'StartMandate' });

export const officeCommands = commandTable({
  context: 'governance',
  resource: 'offices',
  refusals: governanceRefusals,
  rows: [
    command(office, {
      summary: 'Create an office of a body; one office may have several holders side by side.',
      body: createOffice,
      roles: ['admin', 'operator'],
      scope: ({ body: { bodyId } }, tx) => clusterOfBody(tx, bodyId),
      refusals: ['GOV_OFFICE_EXISTS', 'GOV_BODY_NOT_FOUND', 'GOV_BODY_ABOLISHED', 'GOV_BODY_BEFORE_CREATION'],
      run: async (tx, { id, body: facts, effectiveAt }) => {
        const there = await tx.read(body, facts.bodyId);
        return tx.decide(office, id, {
          type: 'CreateOffice',
          officeId: id,
          ...facts,
          body: there,
          since: effectiveAt,
        });
      },
    }),
    command(office, {
      verb: 'set-max-holders',
      summary: 'Decide anew how many persons may hold an office side by side.',
      body: z.strictObject({ maxHolders }).meta({ id: 'SetMaxHolders' }),
      roles: ['admin', 'operator'],
      scope: clusterOfOffice,
      refusals: ['GOV_OFFICE_NOT_FOUND', 'GOV_OFFICE_BEFORE_CREATION', 'GOV_OFFICE_FULL'],
      run: (tx, { id, body: facts, effectiveAt }) =>
        tx.decide(office, id, { type: 'SetMaxHolders', officeId: id, ...facts, since: effectiveAt }),
    }),
    command(office, {
      verb: 'start-mandate',
      summary: 'A person holds an office from a day on; a mandate of the past is recorded with its end.',
      body: startMandate,
      roles: ['admin', 'operator'],
      scope: clusterOfOffice,
      refusals: [
        'GOV_OFFICE_NOT_FOUND',
        'GOV_MANDATE_EXISTS',
        'GOV_MANDATE_ENDED',
        'GOV_OFFICE_BEFORE_CREATION',
        'GOV_MANDATE_LIMIT_REQUIRED',
        'GOV_MANDATE_LIMIT_BEFORE_START',
        'GOV_MANDATE_FOLLOWS_UNKNOWN',
        'GOV_MANDATE_END_BEFORE_START',
        'GOV_MANDATE_NOT_EXPIRED',
        'GOV_MANDATE_PERSON_HOLDS_OFFICE',
        'GOV_OFFICE_FULL',
        'GOV_BODY_ABOLISHED',
      ],
      run: async (tx, { id, body: facts, effectiveAt, ids }) => {
        const state = await tx.read(office, id);
        const there = state.status === 'absent' ? undefined : await tx.read(body, state.created.bodyId);
        const mandateId = facts.mandateId ?? ids.next();
        const start = { officeId: id, ...facts, mandateId, body: there, since: effectiveAt };
        return tx.decide(office, id, { type: 'StartMandate', ...start });
      },
    }),
    command(office, {
      verb: 'end-mandate',
      summary: 'End a mandate with its cause; the day is the first on which the person holds the office no more.',
      body: z.strictObject({ mandateId: uuidSchema, cause }).meta({ id: 'EndMandate' }),
      roles: ['admin', 'operator'],
      scope: clusterOfOffice,
      refusals: [
        'GOV_OFFICE_NOT_FOUND',
        'GOV_MANDATE_NOT_FOUND',
        'GOV_MANDATE_ENDED',
        'GOV_MANDATE_END_BEFORE_START',
        'GOV_MANDATE_NOT_EXPIRED',
      ],
      run: (tx, { id, body: facts, effectiveAt }) =>
        tx.decide(office, id, { type: 'EndMandate', officeId: id, ...facts, on: effectiveAt }),
    }),
  ],
});
