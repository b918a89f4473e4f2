import { z } from 'zod';
import { commandOf, commandTable, factCommands, type Copies, type Transaction } from '#libs/commands';
import {
  bodyEvents,
  bodyKindSchema,
  constraintRuleSchema,
  dateSchema,
  nameSchema,
  quantitySchema,
  uuidSchema,
} from '#libs/contracts';
import type { Aggregate, DomainEventShape, Rejection } from '#libs/kernel';
import { body } from '../domain/body/body.ts';
import type { Rule } from '#libs/succession';
import { absentCluster, absentParties, type RegisterRefusal } from './register.ts';
import { FACT_REFUSALS, governanceRefusals } from './refusals.table.ts';

type Existing<State> = Exclude<State, { readonly status: 'absent' }>;

/** The cluster whose operators may act on the resource with an id; none where it does not exist. */
export function clusterOf<State extends { readonly status: string }>(
  aggregate: Aggregate<unknown, State, DomainEventShape, Rejection>,
  existing: (state: Existing<State>) => { readonly clusterId: string },
) {
  return async (tx: Transaction, id: string): Promise<readonly string[]> => {
    const state = await tx.read(aggregate, id);
    return state.status === 'absent' ? [] : [existing(state as Existing<State>).clusterId];
  };
}

export const clusterOfBody = clusterOf(body, ({ created }) => created);

export const BODY_ABSENT = ['GOV_BODY_NOT_FOUND', 'GOV_BODY_ABOLISHED', 'GOV_BODY_BEFORE_CREATION'] as const;

const reserved = z.strictObject({ seats: quantitySchema, forClusterId: uuidSchema, until: dateSchema.optional() });

/** What goes with each kind of rule. */
const NEEDS = {
  cap: ['most'],
  'private-majority': [],
  'antenna-minimum': ['antennaId', 'least'],
  parity: ['most'],
} as const satisfies Record<Rule['kind'], readonly (keyof Rule)[]>;

const completeRule = constraintRuleSchema.refine(
  (rule) => NEEDS[rule.kind].every((member) => rule[member] !== undefined),
  'a cap and parity need `most`, a minimum for an antenna `antennaId` and `least`',
);

interface Changes {
  readonly reserved?: { readonly forClusterId: string };
  readonly rule?: Rule;
}

/** The companies that a cap counts as one. */
async function absentCompanies(copies: Copies, rule: Rule | undefined): Promise<RegisterRefusal | undefined> {
  for (const organisationId of (rule?.groups ?? []).flat()) {
    const refusal = await absentParties(copies, { organisationId });
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

export const bodyCommands = commandTable('governance.bodies', governanceRefusals, [
  commandOf(body, 'CreateBody', {
    summary: 'Create a body of a cluster: its assembly, board, bureau, a college or a steering committee.',
    body: { clusterId: uuidSchema, kind: bodyKindSchema, name: nameSchema, size: quantitySchema.optional() },
    scope: ({ body: { clusterId } }) => [clusterId],
    unless: ({ body: { clusterId }, effectiveAt, copies }) => absentCluster(copies, clusterId, effectiveAt),
    refusals: ['GOV_CLUSTER_ABSENT', 'GOV_BODY_EXISTS'],
    decide: ({ id, body: facts, effectiveAt }) => ({ bodyId: id, ...facts, since: effectiveAt }),
  }),
  commandOf(body, 'RenameBody', {
    verb: 'rename',
    summary: 'Rename a body from a day on.',
    body: { name: nameSchema },
    scope: ({ id }, tx) => clusterOfBody(tx, id),
    refusals: BODY_ABSENT,
    decide: ({ id, body: facts, effectiveAt }) => ({ bodyId: id, ...facts, since: effectiveAt }),
  }),
  commandOf(body, 'ResizeBody', {
    verb: 'resize',
    summary: 'Set the number of seats of a body from a day on; some may be reserved.',
    body: { size: quantitySchema, reserved: reserved.optional() },
    scope: ({ id }, tx) => clusterOfBody(tx, id),
    unless: async ({ body: { reserved: seats }, copies }) =>
      await absentParties(copies, { tiedToClusterId: seats?.forClusterId }),
    refusals: ['GOV_CLUSTER_ABSENT', ...BODY_ABSENT, 'GOV_BODY_RESERVED_EXCEEDS_SIZE'],
    decide: ({ id, body: facts, effectiveAt }) => ({ bodyId: id, ...facts, since: effectiveAt }),
  }),
  commandOf(body, 'ConstrainBody', {
    verb: 'constrain',
    summary: 'Bind the composition of a body by a rule from a day on: a cap, a majority, a minimum, parity.',
    body: {
      constraintId: uuidSchema.optional().describe('Default: a new UUID. The same again: the rule reads otherwise.'),
      rule: completeRule,
      remedyDays: quantitySchema.max(3_660).default(28).describe('How many days there are to mend a breach.'),
    },
    reports: { BodyConstrained: bodyEvents.BodyConstrained.schema.pick({ constraintId: true, since: true }) },
    scope: ({ id }, tx) => clusterOfBody(tx, id),
    unless: ({ body: { rule }, copies }) => absentCompanies(copies, rule),
    refusals: ['GOV_ORGANISATION_ABSENT', ...BODY_ABSENT],
    decide: ({ id, body: facts, effectiveAt, ids }) => {
      return { bodyId: id, ...facts, constraintId: facts.constraintId ?? ids.next(), since: effectiveAt };
    },
  }),
  commandOf(body, 'LiftConstraint', {
    verb: 'lift-constraint',
    summary: 'Lift a rule on the composition of a body; the day is the first one without it.',
    body: { constraintId: uuidSchema },
    scope: ({ id }, tx) => clusterOfBody(tx, id),
    refusals: [...BODY_ABSENT, 'GOV_BODY_CONSTRAINT_NOT_FOUND'],
    decide: ({ id, body: facts, effectiveAt }) => ({ bodyId: id, ...facts, on: effectiveAt }),
  }),
  commandOf(body, 'AbolishBody', {
    verb: 'abolish',
    summary: 'Abolish a body by a decision; its history stays.',
    scope: ({ id }, tx) => clusterOfBody(tx, id),
    refusals: BODY_ABSENT,
    decide: ({ id, effectiveAt }) => ({ bodyId: id, cause: 'decision' as const, on: effectiveAt }),
  }),
  ...factCommands(body, {
    members: { BodyConstrained: { rule: completeRule } },
    scope: ({ id }, tx) => clusterOfBody(tx, id),
    unless: async (changes: Changes, { copies }) =>
      (await absentParties(copies, { tiedToClusterId: changes.reserved?.forClusterId })) ??
      (await absentCompanies(copies, changes.rule)),
    refusals: ['GOV_CLUSTER_ABSENT', 'GOV_ORGANISATION_ABSENT', ...FACT_REFUSALS, 'GOV_BODY_RESERVED_EXCEEDS_SIZE'],
  }),
]);
