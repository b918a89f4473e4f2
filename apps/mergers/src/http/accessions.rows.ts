import { commandOf, factCommands, onItsDay } from '#libs/commands';
import { nameSchema, operationEvents, uuidSchema } from '#libs/contracts';
import { operation } from '../domain/operation/operation.decide.ts';
import { byFact, byParticipants, OF_FACT, OF_OPERATION } from './operations.scopes.ts';
import { obstacleToAccession } from './register.reader.ts';

const { AccessionRecorded, AccessionWithdrawn } = operationEvents;

const OUT_OF_TIME = ['MRG_OUT_OF_ORDER', 'MRG_ACCESSION_TOO_LATE'] as const;

/** The word of organisations that a plan names, as a participant records it: nobody else binds them. */
export const accessionRows = [
  commandOf(operation, 'RecordAccession', {
    ...byParticipants,
    verb: 'record-accession',
    summary:
      'Record that an organisation which the plan names accedes to it, by its hash: it joins the successor by the effect. The signed document goes with it as evidence.',
    body: AccessionRecorded.schema.pick({ organisationId: true, planHash: true, signatory: true }).shape,
    reports: { AccessionRecorded: AccessionRecorded.schema.pick({ planVersion: true, on: true }) },
    refusals: [
      ...OF_OPERATION,
      'MRG_NOT_TO_JOIN',
      'MRG_ACCESSION_TO_ANOTHER_PLAN',
      ...OUT_OF_TIME,
      'MRG_ALREADY_ACCEDED',
      'MRG_ORGANISATION_GONE',
    ],
    happened: onItsDay,
    decide: async ({ body, effectiveAt, copies }) => {
      const obstacle = await obstacleToAccession(copies, body.organisationId, effectiveAt);
      return { ...body, obstacle, on: effectiveAt };
    },
  }),
  commandOf(operation, 'WithdrawAccession', {
    ...byParticipants,
    verb: 'withdraw-accession',
    summary: 'Record that an organisation withdrew its accession before the effect.',
    body: { organisationId: uuidSchema, reason: nameSchema.optional() },
    reports: { AccessionWithdrawn: AccessionWithdrawn.schema.pick({ on: true }) },
    refusals: [...OF_OPERATION, 'MRG_NOT_TO_JOIN', 'MRG_NOT_ACCEDED', ...OUT_OF_TIME],
    happened: onItsDay,
    decide: ({ body, effectiveAt }) => ({ ...body, on: effectiveAt }),
  }),
  ...factCommands(operation, {
    ...byFact,
    only: ['AccessionRecorded', 'AccessionWithdrawn'],
    refusals: [...OF_FACT, ...OUT_OF_TIME],
  }),
];
