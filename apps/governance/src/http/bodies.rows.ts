import { z } from 'zod';
import { commandOf, commandTable, factCommands, type Transaction } from '#libs/commands';
import { bodyKindSchema, dateSchema, nameSchema, quantitySchema, uuidSchema } from '#libs/contracts';
import type { Aggregate, DomainEventShape, Rejection } from '#libs/kernel';
import { body } from '../domain/body/body.ts';
import { absentCluster, absentParties } from './register.ts';
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
  commandOf(body, 'AbolishBody', {
    verb: 'abolish',
    summary: 'Abolish a body by a decision; its history stays.',
    scope: ({ id }, tx) => clusterOfBody(tx, id),
    refusals: BODY_ABSENT,
    decide: ({ id, effectiveAt }) => ({ bodyId: id, cause: 'decision' as const, on: effectiveAt }),
  }),
  ...factCommands(body, {
    scope: ({ id }, tx) => clusterOfBody(tx, id),
    unless: async (changes: { readonly reserved?: { readonly forClusterId: string } }, { copies }) =>
      await absentParties(copies, { tiedToClusterId: changes.reserved?.forClusterId }),
    refusals: ['GOV_CLUSTER_ABSENT', ...FACT_REFUSALS, 'GOV_BODY_RESERVED_EXCEEDS_SIZE'],
  }),
]);
