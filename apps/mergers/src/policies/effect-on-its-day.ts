import { managerCommand, type CommandRequest, type Transaction } from '#libs/commands';
import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, dayOf, latest, startOfDay, uuid, type RecordedEvent } from '#libs/kernel';
import { causeOf, processManager, step, type ManagerCause, type ManagerTimer } from '#libs/process-managers';
import { bindParticipants } from '../binding.ts';
import { operation } from '../domain/operation/operation.decide.ts';
import { fileOf, type OperationRecord } from '../domain/operation/operation.ts';
import { openConditions } from '../domain/rules/g7-conditions.ts';
import { effectDay } from '../domain/rules/g8-effect-date.ts';
import { obstacleToTakingEffect } from '../http/register.reader.ts';
import { zoneOf } from './zones.ts';

interface Due {
  /** The version of the plan whose day has come. Default: the one on the table. */
  readonly planHash?: string;
}

/**
 * The effect comes by itself where the treaty sets its day and nothing is open: on that day, or as soon as the last approval or the last condition is recorded after
 * it. Where something stands against it, it is left to an administrator, who reads the reason among the actions of the operation.
 */
const takeEffect = managerCommand<Due>({
  name: 'mergers.take-effect-on-its-day',
  summary: 'Record the effect of an operation on the day that its treaty sets.',
  aggregate: operation,
  run: async (tx, request) => {
    const { id, body, copies, recordedAt } = request;
    const state = await tx.read(operation, id);
    const on = lawfulDayOf(state, body);
    if (on === undefined || on > dayOf(recordedAt)) return;
    if ((await obstacleToTakingEffect(copies, tx, id, on)) !== undefined) return;
    await takes(tx, request, on);
  },
});

async function takes(
  tx: Transaction,
  request: CommandRequest<Due>,
  on: ReturnType<typeof calendarDate>,
): Promise<void> {
  const change = await tx.decide(operation, request.id, { type: 'TakeEffect', on });
  await bindParticipants(tx, { id: request.id, effectiveAt: on }, change);
}

/** The day of the effect of an approved plan whose treaty sets one; undefined where anything else is missing. */
function lawfulDayOf(state: OperationRecord, { planHash }: Due): ReturnType<typeof effectDay> {
  if (state.status !== 'approved' && state.status !== 'ready') return undefined;
  const file = fileOf(state);
  const { plan } = state;
  if (plan.plan.effectDate === undefined || (planHash ?? plan.hash) !== plan.hash) return undefined;
  if (openConditions(file).length > 0) return undefined;
  return effectDay(file);
}

type Drafted = GrappeEvents['mergers.PlanDrafted'];

/** What the timer of a plan keeps: whose effect it is, and what caused it. */
type Timed = {
  readonly planHash: string;
  readonly operationId: string;
  readonly effectDate: string;
  readonly cause: ManagerCause;
};

export const effectOnItsDay = processManager<undefined, string | undefined>({
  name: 'mergers.effect-on-its-day',
  on: ['mergers.PlanDrafted', 'mergers.OperationApproved', 'mergers.ConditionRecorded'],
  commands: [takeEffect],
  reads: [],
  gather: () => Promise.resolve(undefined),
  // Before the last approval there is nothing to do but to wait for the day.
  react: ({ type, data }) => {
    if (type === 'mergers.PlanDrafted') return [];
    const { operationId } = data as GrappeEvents['mergers.OperationApproved'];
    return [[step(takeEffect, { key: 'effect', id: uuid(operationId), body: {} })]];
  },
  timers: {
    setBy: timersOf,
    fire: ({ data }) => {
      const { operationId, planHash, effectDate, cause } = data as Timed;
      const effectiveAt = calendarDate(effectDate);
      return {
        step: step(takeEffect, { key: 'effect', id: uuid(operationId), body: { planHash }, effectiveAt }),
        cause,
      };
    },
  },
});

/** One for each version of a plan that sets a day: on the morning of that day where the successor has its seat. */
function timersOf(event: RecordedEvent): readonly ManagerTimer[] {
  const { type, data } = event;
  if (type !== 'mergers.PlanDrafted') return [];
  const { operationId, planHash, plan } = data as Drafted;
  if (plan.effectDate === undefined) return [];
  const day = calendarDate(plan.effectDate);
  const cause = causeOf(event);
  const dueAt = latest(startOfDay(day), startOfDay(day, zoneOf(plan.successor.departments)));
  return [{ id: `${operationId} ${planHash}`, dueAt, data: { operationId, planHash, effectDate: day, cause } }];
}
