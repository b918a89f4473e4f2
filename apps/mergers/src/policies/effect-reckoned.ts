import { managerCommand } from '#libs/commands';
import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, derivedId, invariant, type Uuid } from '#libs/kernel';
import { processManager, step } from '#libs/process-managers';
import { diff } from '../domain/dry-run/diff.ts';
import { reckonedEffect, type ReckonEffect } from '../domain/dry-run/reckoned.ts';
import { totalsOf } from '../domain/dry-run/totals.ts';
import { DRY_RUN_MODELS, inputOf } from '../http/dry-run.input.ts';
import { operations } from '../read-models/operations/operations.projection.ts';

type Effect = GrappeEvents['mergers.SuccessionTookEffect'];

const reckon = managerCommand<ReckonEffect>({
  name: 'mergers.reckon-effect',
  summary: 'Put on record what an effect has changed, by its hash.',
  aggregate: reckonedEffect,
  run: (tx, { id, body }) => tx.decide(reckonedEffect, id, body),
});

/** The stream in which the effect of an operation is reckoned. */
export function reckoningId(operationId: string): Uuid {
  return derivedId('effect-reckoned', operationId);
}

/**
 * What an effect has changed is on record by its hash, as the ledger had it before the effect: nobody can say later that it was something else. The effect itself does not
 * wait for that.
 */
export const effectReckoned = processManager<undefined, ReckonEffect>({
  name: 'mergers.effect-reckoned',
  on: ['mergers.SuccessionTookEffect'],
  commands: [reckon],
  reads: DRY_RUN_MODELS,
  gather: async ({ data, position: before }, readModels) => {
    const { operationId, planVersion, planHash, effectiveOn } = data as Effect;
    const models: Parameters<typeof inputOf>[0] = { of: (projection) => readModels.of(projection, { before }) };
    const operation = await models.of(operations).get(operationId);
    invariant(operation !== undefined, `operation ${operationId} took effect, and nobody started it`);
    const on = calendarDate(effectiveOn);
    const reader = { today: effectiveOn, mayReadEmbargoed: false };
    const reckoned = diff(await inputOf(models, operation, { on, effectiveOn: on, reader }));
    return {
      ...{ type: 'ReckonEffect', operationId, planVersion, planHash, effectiveOn, position: Number(before) },
      ...{ hash: reckoned.hash, totals: totalsOf(reckoned) },
    };
  },
  react: (_event, { facts }) => [
    [step(reckon, { key: 'effect-reckoned', id: reckoningId(facts.operationId), body: facts })],
  ],
});
