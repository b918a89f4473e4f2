import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { catalog } from '#libs/contracts';
import { fold } from '#libs/kernel';
import { deciderIsIdempotent, propertySeed } from '#libs/kernel/testing';
import {
  absorptionPlan,
  adopt,
  against,
  auvergneTic,
  blockingCondition,
  call,
  clustR,
  conditionId,
  creationPlan,
  day,
  draft,
  inFavour,
  numelink,
  samples,
  split,
  splitPlan,
  start,
  takeEffect,
  tooFew,
  vote,
} from '../../../test/sample-operation.ts';
import { operation } from './operation.decide.ts';
import type { OperationCommand } from './operation.commands.ts';
import { binds, type Operation } from './operation.ts';
import { planHash } from './plan-hash.ts';
import type { Participant, Plan } from '../rules/act.ts';

const anyPlan = fc.constantFrom(
  absorptionPlan(),
  absorptionPlan({ conditions: [blockingCondition] }),
  absorptionPlan({ effectDate: '2016-06-30' }),
  absorptionPlan({ openPoints: ['the seat'] }),
  creationPlan(),
  splitPlan(),
  ...samples.map(({ plan }) => plan()),
);
const anyCluster = fc.constantFrom(numelink, auvergneTic, clustR);
const anyDay = fc
  .constantFrom('2015-05-10', '2015-09-30', '2015-12-01', '2016-01-15', '2016-03-15', '2016-07-01')
  .map(day);

const anyCommand: fc.Arbitrary<OperationCommand> = fc.oneof(
  fc.constantFrom(
    start(),
    start('fusion-creation'),
    start('scission', split),
    ...samples.map(({ kind, participants }) => start(kind, participants)),
  ),
  anyPlan.map((plan) => draft(plan)),
  fc.record({
    type: fc.constant('LogPosition' as const),
    by: fc.constant('Région'),
    statement: fc.constantFrom('yes', 'no'),
    on: anyDay,
  }),
  fc.tuple(anyCluster, anyPlan, anyDay).map(([cluster, plan, on]) => adopt(cluster, plan, on)),
  fc.record({ type: fc.constant('ScheduleAssembly' as const), clusterId: anyCluster, scheduledFor: anyDay }),
  fc.record({
    type: fc.constant('PublishNotice' as const),
    clusterId: anyCluster,
    where: fc.constant('Le Progrès'),
    on: anyDay,
  }),
  fc.record({
    type: fc.constant('OpenDocuments' as const),
    clusterId: anyCluster,
    where: fc.constant('seat'),
    on: anyDay,
  }),
  fc
    .tuple(anyCluster, fc.constantFrom(inFavour, inFavour, tooFew, against), anyDay)
    .map(([cluster, tally, on]) => vote(cluster, tally, on)),
  fc.record({
    type: fc.constant('RecordCondition' as const),
    conditionId: fc.constant(conditionId),
    status: fc.constantFrom('fulfilled' as const, 'waived' as const, 'failed' as const),
    on: anyDay,
  }),
  fc.record({ type: fc.constant('PostponeOperation' as const), reason: fc.constant('later'), on: anyDay }),
  fc.record({ type: fc.constant('WithdrawOperation' as const), reason: fc.constant('never'), on: anyDay }),
  anyDay.map((on) => takeEffect(on, '2016-06-30')),
  fc.record({
    type: fc.constant('DeclareOperation' as const),
    authority: fc.constantFrom('prefecture' as const, 'sirene' as const),
    on: anyDay,
  }),
  fc.tuple(anyDay, anyDay).map(([judgedOn, finalOn]): OperationCommand => {
    const judgement = { court: 'Tribunal judiciaire', number: '1', basis: 'L. 235-11', judgedOn, finalOn };
    return { type: 'AnnulOperation', judgement };
  }),
  fc.record({ type: fc.constant('CloseOperation' as const), reporting: fc.constant([]), on: anyDay }),
  fc.record({
    type: fc.constant('RecordReferences' as const),
    context: fc.constantFrom('membership', 'governance'),
    toMove: fc.constant(2),
    moved: fc.constant(2),
    merged: fc.constant(1),
    needConsent: fc.constant(0),
  }),
);

/** Histories that come far: the ordinary way, with anything in between. */
const anyHistory = fc
  .record({
    plan: anyPlan,
    noise: fc.array(anyCommand, { maxLength: 12 }),
    more: fc.array(anyCommand, { maxLength: 12 }),
  })
  .map(({ plan, noise, more }): readonly OperationCommand[] => {
    const [started, bodies] = beginningOf(plan);
    const adopted = [started, draft(plan), ...bodies.map((each) => adopt(each, plan))];
    return [...adopted, ...noise, ...call('2016-02-01', bodies), ...bodies.map((each) => vote(each)), ...more];
  });

/** How an operation begins that has this plan, and its bodies. */
function beginningOf(drafted: Plan): readonly [OperationCommand, readonly string[]] {
  const sample = samples.find(({ plan }) => planHash(plan()) === planHash(drafted));
  const idsOf = (participants: readonly Participant[]) => participants.map(({ clusterId }) => clusterId);
  if (sample !== undefined) return [start(sample.kind, sample.participants), idsOf(sample.participants)];
  if (drafted.heirs !== undefined) return [start('scission', split), idsOf(split)];
  return drafted.successor.clusterId === numelink
    ? [start(), [numelink, auvergneTic]]
    : [start('fusion-creation'), [numelink, clustR]];
}

function play(
  commands: readonly OperationCommand[],
  see: (before: Operation, decision: ReturnType<typeof operation.decide>) => void,
): Operation {
  let state = operation.initial;
  for (const command of commands) {
    const decision = operation.decide(command, state);
    see(state, decision);
    if (decision.ok) state = fold(operation, decision.events, state);
  }
  return state;
}

describe('operations', () => {
  deciderIsIdempotent('operation', operation, anyHistory, 120);

  it('every event fits its contract', () => {
    fc.assert(
      fc.property(anyHistory, (commands) => {
        play(commands, (_before, decision) => {
          for (const { type, ...data } of decision.ok ? decision.events : [])
            expect(catalog.check(`mergers.${type}`, 1, data)).toEqual([]);
        });
      }),
      { numRuns: 40, seed: propertySeed() },
    );
  });

  it('binds its participants from ADOPTED until it is over, and at no other time', () => {
    let bound = 0;
    fc.assert(
      fc.property(anyHistory, (commands) => {
        let engaged = false;
        const state = play(commands, (before, decision) => {
          const after = fold(operation, decision.ok ? decision.events : [], before);
          if (binds(before) !== binds(after)) expect(engaged).toBe(binds(before));
          engaged = binds(after);
          if (engaged) bound += 1;
        });
        expect(binds(state)).toBe(engaged);
      }),
      { numRuns: 80, seed: propertySeed() },
    );
    expect(bound).toBeGreaterThan(0);
  });

  it('takes effect once at most, and never before the last approval', () => {
    let effects = 0;
    fc.assert(
      fc.property(anyHistory, (commands) => {
        let count = 0;
        play(commands, (_before, decision) => {
          for (const event of decision.ok ? decision.events : [])
            if (event.type === 'SuccessionTookEffect') {
              count += 1;
              expect(event.effectiveOn >= event.decidedOn).toBe(true);
            }
        });
        effects += count;
        return count <= 1;
      }),
      { numRuns: 80, seed: propertySeed() },
    );
    expect(effects).toBeGreaterThan(0);
  });
});
