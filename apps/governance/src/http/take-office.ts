import { z } from 'zod';
import type { CommandDeclaration, CommandRequest, Transaction } from '#libs/commands';
import { dateSchema, uuidSchema } from '#libs/contracts';
import { body } from '../domain/body/body.ts';
import { election } from '../domain/election/election.decide.ts';
import { office } from '../domain/office/office.decide.ts';
import { mandatesOf } from '../domain/office/taking-office.ts';
import { capExceeded } from './caps.ts';
import { NOT_BY_ELECTION } from './offices.rows.ts';
import { absentParties } from './register.ts';
import type { GovernanceRefusal } from './refusals.table.ts';

const taking = z
  .strictObject({
    limit: dateSchema.optional().describe('The last day on which acts under the mandates are lawful.'),
    follows: z
      .array(z.strictObject({ personId: uuidSchema, mandateId: uuidSchema }))
      .max(100)
      .optional()
      .describe('For those who succeed to somebody, or are re-elected: the preceding mandate of the same office.'),
  })
  .meta({ id: 'TakeOffice' });

type Request = CommandRequest<z.output<typeof taking>>;

/** The mandates of all who were elected begin together, or none does. */
async function run(tx: Transaction, { id, body: stated, effectiveAt: since, copies }: Request): Promise<void> {
  const state = await tx.read(election, id);
  if (state.status === 'absent') {
    tx.refuse({ type: 'GOV_ELECTION_NOT_FOUND' });
    return;
  }
  const { officeId } = state.called;
  const into = await tx.read(office, officeId);
  const there = into.status === 'absent' ? undefined : await tx.read(body, into.created.bodyId);
  const taken = mandatesOf(state, into, { ...stated, since });
  if (!taken.ok) {
    tx.refuse(taken.rejection);
    return;
  }
  for (const mandate of taken.mandates) {
    const others = taken.mandates.filter((each) => each !== mandate);
    const refusal = (await absentParties(copies, mandate)) ?? (await capExceeded(tx, copies, mandate, others));
    if (refusal !== undefined) tx.refuse(refusal);
    await tx.decide(office, officeId, { ...mandate, body: there });
  }
}

/** The command that starts the mandates of whoever was elected, each resting on the election. */
export const takeOffice = (
  clusterOfElection: (tx: Transaction, id: string) => Promise<readonly string[]>,
): CommandDeclaration<GovernanceRefusal> => ({
  aggregate: election,
  verb: 'take-office',
  summary: 'Start the mandates of all who were elected, from a day on.',
  roles: ['admin', 'operator'],
  body: taking,
  scope: ({ id }, tx) => clusterOfElection(tx, id),
  refusals: [
    ...(['GOV_ELECTION_NOT_FOUND', 'GOV_NOBODY_ELECTED', 'GOV_PERSON_NOT_ELECTED', 'GOV_MANDATE_EXISTS'] as const),
    ...(['GOV_ORGANISATION_ABSENT', 'GOV_BODY_CAP_EXCEEDED', 'GOV_OFFICE_NOT_FOUND'] as const),
    ...(['GOV_OFFICE_BEFORE_CREATION', 'GOV_MANDATE_LIMIT_BEFORE_START', 'GOV_MANDATE_FOLLOWS_UNKNOWN'] as const),
    ...(['GOV_MANDATE_PERSON_HOLDS_OFFICE', 'GOV_OFFICE_FULL', ...NOT_BY_ELECTION] as const),
    ...(['GOV_BODY_BEFORE_CREATION', 'GOV_BODY_ABOLISHED'] as const),
  ],
  run: (tx, request) => run(tx, request as Request),
});
