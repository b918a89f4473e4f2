import { z } from 'zod';
import { commandOf, commandTable, factCommands, onItsDay, type CommandRequest, type Transaction } from '#libs/commands';
import {
  dateSchema,
  designationSchema,
  genderSchema,
  nameSchema,
  officeEvents,
  officeKindSchema,
  personSchema,
  remarkSchema,
  uuidSchema,
} from '#libs/contracts';
import { body } from '../domain/body/body.ts';
import { election } from '../domain/election/election.decide.ts';
import { notElected } from '../domain/office/by-election.ts';
import { office } from '../domain/office/office.decide.ts';
import { statutes } from '../domain/statutes/statutes.ts';
import { BODY_ABSENT, clusterOf, clusterOfBody } from './bodies.rows.ts';
import { capExceeded } from './caps.ts';
import { absentParties } from './register.ts';
import { FACT_REFUSALS, governanceRefusals } from './refusals.table.ts';

const clusterOfOffice = clusterOf(office, ({ created }) => created);

const maxHolders = z.int().min(1).describe('How many persons may hold the office side by side.');
/** Mandates end by succession through the operation that decided it, never by a command of their own. */
const cause = z.enum(['term', 'resignation', 'revocation', 'death', 'expiry', 'dissolution']);
const ended = z.strictObject({ on: dateSchema, cause });

/** An office, and the statutes that may say that it is held until replaced. */
async function officeWithStatutes(tx: Transaction, officeId: string) {
  const known = await tx.read(office, officeId);
  const clusterId = known.status === 'absent' ? undefined : known.created.clusterId;
  return { office: known, statutes: clusterId === undefined ? statutes.initial : await tx.read(statutes, clusterId) };
}

export const NOT_BY_ELECTION = [
  'GOV_ELECTION_NOT_FOUND',
  'GOV_ELECTED_TO_ANOTHER_OFFICE',
  'GOV_MANDATE_NOT_BY_ELECTION',
  'GOV_PERSON_NOT_ELECTED',
  'GOV_MANDATE_BEFORE_ELECTION',
] as const;

/** Why a mandate does not rest on its election as a correction makes it read. */
async function againstElection(changes: object, { id, body: stated }: CommandRequest<unknown>, tx: Transaction) {
  const state = await tx.read(office, id);
  const { fact } = stated as { readonly fact: string };
  const known = state.facts.find((each) => each.id === fact)?.event;
  if (known?.type !== 'MandateStarted') return undefined;
  const corrected = { ...known, ...changes };
  return corrected.electionId === undefined
    ? undefined
    : notElected(corrected, await tx.read(election, corrected.electionId));
}

export const officeCommands = commandTable('governance.offices', governanceRefusals, [
  commandOf(office, 'CreateOffice', {
    summary: 'Create an office of a body; one office may have several holders side by side.',
    body: {
      bodyId: uuidSchema,
      kind: officeKindSchema,
      title: nameSchema,
      maxHolders: maxHolders.default(1),
      untilReplaced: z
        .boolean()
        .optional()
        .describe('Whether a holder past the limit stays in office until a successor is. Default: no.'),
    },
    scope: ({ body: { bodyId } }, tx) => clusterOfBody(tx, bodyId),
    refusals: ['GOV_OFFICE_EXISTS', ...BODY_ABSENT],
    decide: async ({ id, body: facts, effectiveAt }, tx) => {
      return { officeId: id, ...facts, body: await tx.read(body, facts.bodyId), since: effectiveAt };
    },
  }),
  commandOf(office, 'SetMaxHolders', {
    verb: 'set-max-holders',
    summary: 'Set how many persons may hold an office side by side.',
    body: { maxHolders },
    scope: ({ id }, tx) => clusterOfOffice(tx, id),
    refusals: ['GOV_OFFICE_NOT_FOUND', 'GOV_OFFICE_BEFORE_CREATION', 'GOV_OFFICE_FULL'],
    decide: ({ id, body: facts, effectiveAt }) => ({ officeId: id, ...facts, since: effectiveAt }),
  }),
  commandOf(office, 'StartMandate', {
    verb: 'start-mandate',
    summary: 'Start the mandate of a person in an office from a day on; a past mandate is recorded with its end.',
    body: {
      mandateId: uuidSchema.optional().describe('Default: a new UUID.'),
      person: personSchema,
      representing: nameSchema.optional(),
      organisationId: uuidSchema.optional(),
      how: designationSchema,
      byOfficeId: uuidSchema.optional().describe('Ex officio: the office whose holders have this seat.'),
      antennaId: uuidSchema.optional().describe('The antenna for which it is filled.'),
      gender: genderSchema.optional().describe('For the count of a parity rule only.'),
      limit: dateSchema.optional().describe('The last day on which acts under the mandate are lawful.'),
      follows: uuidSchema.optional().describe('The preceding mandate of the same office.'),
      electionId: uuidSchema.optional().describe('The election in which the person was elected.'),
      tiedToClusterId: uuidSchema.optional().describe('The predecessor that it represents.'),
      ended: ended.optional().describe('For a mandate of the past: the first day after it.'),
    },
    reports: { MandateStarted: officeEvents.MandateStarted.schema.pick({ mandateId: true, since: true }) },
    scope: ({ id }, tx) => clusterOfOffice(tx, id),
    unless: async ({ id, body: facts, effectiveAt, copies }, tx) =>
      (await absentParties(copies, facts)) ??
      (await capExceeded(tx, copies, { officeId: id, ...facts, since: effectiveAt })),
    refusals: [
      'GOV_CLUSTER_ABSENT',
      'GOV_ORGANISATION_ABSENT',
      'GOV_BODY_CAP_EXCEEDED',
      'GOV_OFFICE_NOT_FOUND',
      'GOV_MANDATE_EXISTS',
      'GOV_MANDATE_ENDED',
      'GOV_OFFICE_BEFORE_CREATION',
      'GOV_MANDATE_LIMIT_REQUIRED',
      'GOV_MANDATE_LIMIT_BEFORE_START',
      'GOV_MANDATE_FOLLOWS_UNKNOWN',
      'GOV_MANDATE_NOT_EX_OFFICIO',
      'GOV_MANDATE_END_BEFORE_START',
      'GOV_MANDATE_NOT_EXPIRED',
      'GOV_MANDATE_PERSON_HOLDS_OFFICE',
      'GOV_OFFICE_FULL',
      'GOV_OTHER_OFFICE_NOT_HELD',
      ...NOT_BY_ELECTION,
      'GOV_BODY_ABOLISHED',
    ],
    decide: async ({ id, body: facts, effectiveAt, ids }, tx) => {
      const state = await tx.read(office, id);
      const there = state.status === 'absent' ? undefined : await tx.read(body, state.created.bodyId);
      const by = facts.byOfficeId === undefined ? {} : { by: await officeWithStatutes(tx, facts.byOfficeId) };
      const elects = facts.electionId === undefined ? {} : { election: await tx.read(election, facts.electionId) };
      const mandateId = facts.mandateId ?? ids.next();
      return { officeId: id, ...facts, mandateId, body: there, ...by, ...elects, since: effectiveAt };
    },
  }),
  commandOf(office, 'ExtendMandate', {
    verb: 'extend-mandate',
    summary: 'Extend a mandate by a decision, before its limit; the day is that of the decision.',
    body: {
      mandateId: uuidSchema,
      limit: dateSchema.describe('The last day from now on.'),
      decision: remarkSchema.describe('By which decision.'),
      resolutionId: uuidSchema.optional().describe('The resolution, where it is recorded here.'),
    },
    scope: ({ id }, tx) => clusterOfOffice(tx, id),
    refusals: [
      ...(['GOV_OFFICE_NOT_FOUND', 'GOV_MANDATE_NOT_FOUND', 'GOV_MANDATE_WITHOUT_LIMIT'] as const),
      ...(['GOV_MANDATE_ENDED', 'GOV_MANDATE_EXPIRED', 'GOV_MANDATE_EXTENSION_TOO_SHORT'] as const),
      ...(['GOV_MANDATE_PERSON_HOLDS_OFFICE', 'GOV_OFFICE_FULL'] as const),
    ],
    happened: onItsDay,
    decide: ({ id, body: facts, effectiveAt }) => ({ officeId: id, ...facts, on: effectiveAt }),
  }),
  commandOf(office, 'MoveHolder', {
    verb: 'move-holder',
    summary: 'Record that the holder of a mandate represents another organisation, or none, from a day on.',
    body: { mandateId: uuidSchema, representing: nameSchema.optional(), organisationId: uuidSchema.optional() },
    scope: ({ id }, tx) => clusterOfOffice(tx, id),
    unless: ({ body: parties, copies }) => absentParties(copies, parties),
    refusals: ['GOV_ORGANISATION_ABSENT', 'GOV_OFFICE_NOT_FOUND', 'GOV_MANDATE_NOT_FOUND'],
    decide: ({ id, body: facts, effectiveAt }) => ({ officeId: id, ...facts, since: effectiveAt }),
  }),
  commandOf(office, 'StartRepresentation', {
    verb: 'start-representation',
    summary: 'Record that the holder of a mandate sits elsewhere because of it: it ends with the mandate.',
    body: {
      representationId: uuidSchema.optional().describe('Default: a new UUID.'),
      mandateId: uuidSchema,
      where: nameSchema.describe('The other organisation and its body.'),
      organisationId: uuidSchema.optional(),
    },
    reports: {
      RepresentationStarted: officeEvents.RepresentationStarted.schema.pick({ representationId: true, since: true }),
    },
    scope: ({ id }, tx) => clusterOfOffice(tx, id),
    unless: ({ body: { organisationId }, copies }) => absentParties(copies, { organisationId }),
    refusals: [
      ...(['GOV_ORGANISATION_ABSENT', 'GOV_OFFICE_NOT_FOUND', 'GOV_MANDATE_NOT_FOUND'] as const),
      ...(['GOV_REPRESENTATION_EXISTS', 'GOV_MANDATE_EXPIRED', 'GOV_MANDATE_NOT_HELD'] as const),
    ],
    decide: async ({ id, body: facts, effectiveAt, ids }, tx) => {
      const known = await officeWithStatutes(tx, id);
      const representationId = facts.representationId ?? ids.next();
      return { officeId: id, ...facts, representationId, statutes: known.statutes, since: effectiveAt };
    },
  }),
  commandOf(office, 'EndRepresentation', {
    verb: 'end-representation',
    summary: 'End a representation before its mandate ends; the day is the first one after it.',
    body: { representationId: uuidSchema, reason: remarkSchema.optional() },
    scope: ({ id }, tx) => clusterOfOffice(tx, id),
    refusals: [
      ...(['GOV_OFFICE_NOT_FOUND', 'GOV_REPRESENTATION_NOT_FOUND'] as const),
      ...(['GOV_REPRESENTATION_ENDED', 'GOV_REPRESENTATION_END_BEFORE_START'] as const),
    ],
    decide: ({ id, body: facts, effectiveAt }) => ({ officeId: id, ...facts, on: effectiveAt }),
  }),
  commandOf(office, 'EndMandate', {
    verb: 'end-mandate',
    summary: 'End a mandate with its cause; the day is the first one after the mandate.',
    body: { mandateId: uuidSchema, cause },
    scope: ({ id }, tx) => clusterOfOffice(tx, id),
    refusals: [
      'GOV_OFFICE_NOT_FOUND',
      'GOV_MANDATE_NOT_FOUND',
      'GOV_MANDATE_ENDED',
      'GOV_MANDATE_END_BEFORE_START',
      'GOV_MANDATE_NOT_EXPIRED',
    ],
    decide: ({ id, body: facts, effectiveAt }) => ({ officeId: id, ...facts, on: effectiveAt }),
  }),
  ...factCommands(office, {
    scope: ({ id }, tx) => clusterOfOffice(tx, id),
    members: { MandateEnded: { cause } },
    unless: async (changes, request, tx) =>
      (await absentParties(request.copies, changes)) ?? (await againstElection(changes, request, tx)),
    refusals: [
      'GOV_CLUSTER_ABSENT',
      'GOV_ORGANISATION_ABSENT',
      ...FACT_REFUSALS,
      'GOV_OFFICE_BEFORE_CREATION',
      'GOV_MANDATE_LIMIT_REQUIRED',
      'GOV_MANDATE_LIMIT_BEFORE_START',
      'GOV_MANDATE_FOLLOWS_UNKNOWN',
      'GOV_MANDATE_NOT_EX_OFFICIO',
      ...(['GOV_MANDATE_WITHOUT_LIMIT', 'GOV_MANDATE_ENDED', 'GOV_MANDATE_EXPIRED'] as const),
      ...(['GOV_MANDATE_EXTENSION_TOO_SHORT', 'GOV_MANDATE_NOT_HELD'] as const),
      'GOV_MANDATE_END_BEFORE_START',
      'GOV_MANDATE_NOT_EXPIRED',
      'GOV_MANDATE_PERSON_HOLDS_OFFICE',
      'GOV_OFFICE_FULL',
      ...NOT_BY_ELECTION,
    ],
  }),
]);
