import { countedUuid, specification } from '#libs/kernel/testing';
import type { Plan } from '../src/domain/rules/act.ts';
import { operation } from '../src/domain/operation/operation.decide.ts';
import type { OperationCommand } from '../src/domain/operation/operation.commands.ts';
import { planHash } from '../src/domain/operation/plan-hash.ts';
import {
  absorptionPlan,
  auvergneTic,
  blockingCondition,
  clause,
  conditionId,
  day,
  history,
  operationId,
} from './sample-operation.ts';

export const after = (...commands: readonly OperationCommand[]) =>
  specification(operation).given(...history(...commands));
export const typesOf = (decision: ReturnType<typeof operation.decide>) =>
  decision.ok ? decision.events.map(({ type }) => type) : [decision.rejection.type];

export const someone = countedUuid(99);
export const schedule = (clusterId: string, scheduledFor = '2016-03-31'): OperationCommand => ({
  type: 'ScheduleAssembly',
  clusterId,
  scheduledFor: day(scheduledFor),
});
export const condition = (
  status: 'fulfilled' | 'waived' | 'failed' = 'fulfilled',
  on = '2016-03-25',
): OperationCommand => ({
  type: 'RecordCondition',
  conditionId,
  status,
  granted: 'EUR 150,000',
  on: day(on),
});
/** Of a creditor of the absorbed body, within thirty days of the notices of 1 February 2016. */
export const opposition = {
  type: 'LodgeOpposition',
  clusterId: auvergneTic,
  oppositionId: countedUuid(30),
  creditor: 'Imprimerie de la Loire',
  claimSince: '2015-11-30',
  on: day('2016-02-20'),
} satisfies OperationCommand;
/** Of an organisation that the plan names, on 10 February 2016; withdrawn ten days later. */
export const accede = (organisationId: string, plan: Plan, on = '2016-02-10') =>
  ({
    ...{ type: 'RecordAccession', organisationId, planHash: planHash(plan) },
    ...{ signatory: { personId: countedUuid(79), name: 'Maryam Bini' }, on: day(on) },
  }) as const satisfies OperationCommand;
export const retract = (organisationId: string, on = '2016-02-20') =>
  ({ type: 'WithdrawAccession', organisationId, reason: 'no budget', on: day(on) }) as const satisfies OperationCommand;
export const postpone = {
  type: 'PostponeOperation',
  reason: 'the launch was cancelled the day before',
  newTarget: day('2019-01-31'),
  on: day('2018-01-16'),
} satisfies OperationCommand;
/** Of a plan whose target is the last day of May 2016. */
export const lapse = { type: 'LapseOperation', on: day('2016-06-01') } satisfies OperationCommand;
export const withdraw = {
  type: 'WithdrawOperation',
  reason: 'another way',
  on: day('2016-02-01'),
} satisfies OperationCommand;
export const declare = {
  type: 'DeclareOperation',
  authority: 'prefecture',
  receipt: 'W423000001',
  on: day('2016-04-20'),
} satisfies OperationCommand;
/** Where no context has to report. */
export const close = { type: 'CloseOperation', reporting: [], on: day('2017-03-31') } satisfies OperationCommand;
export const annul = {
  type: 'AnnulOperation',
  judgement: {
    ...{ court: 'Tribunal judiciaire de Lyon', number: '19/04217', basis: 'Code de commerce, art. L. 235-11' },
    ...{ judgedOn: '2019-05-14', finalOn: '2019-06-24' },
  },
} satisfies OperationCommand;
export const position = {
  type: 'LogPosition',
  by: 'Région Auvergne',
  statement: 'One cluster is enough',
  on: day('2014-05-01'),
} satisfies OperationCommand;
export const aside = {
  type: 'RecordAside',
  context: 'membership',
  reference: 'clusters',
  code: 'MBR_CLUSTER_DISSOLVED',
  found: '2016-03-31',
} satisfies OperationCommand;
export const recovery = {
  type: 'RecordRecovery',
  context: 'membership',
  reference: 'clusters',
} satisfies OperationCommand;
export const retry = { type: 'RetryReferences', on: day('2016-05-01') } satisfies OperationCommand;
export const passOver = {
  type: 'PassOverReference',
  context: 'membership',
  reference: 'clusters',
  reason: 'dissolved on the day of the effect',
  on: day('2016-05-01'),
} satisfies OperationCommand;
export const report = {
  type: 'RecordReferences',
  context: 'membership',
  toMove: 80,
  moved: 80,
  merged: 3,
  needConsent: 0,
} satisfies OperationCommand;

/** The id under which the specification knows a fact: its place in the history, of several of this kind the last one. */
export function factIn(commands: readonly OperationCommand[], of: string, clusterId?: string): string {
  const index = history(...commands).findLastIndex(
    (event) =>
      event.type === of && (clusterId === undefined || ('clusterId' in event && event.clusterId === clusterId)),
  );
  return String(index);
}

/** A fact of a history is corrected; a vote under the clause of the statutes. */
export const correct = (of: string, fact: string, changes: object): OperationCommand => ({
  ...{ type: 'CorrectFact', of, fact, changes, reason: 'typed wrong' },
  clause,
});
export const voidFact = (of: string, fact: string): OperationCommand => ({
  ...{ type: 'VoidFact', of, fact, reason: 'never was' },
});

export const version = (plan: Plan, planVersion = 1) => ({ operationId, planVersion, planHash: planHash(plan) });
export const blocked = absorptionPlan({ conditions: [blockingCondition] });
